#include "core/log.h"

#include <memory>
#include <string>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace cre {

namespace {

// A library user who never called start_log still sees warnings.
spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("cre", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    made->set_pattern("%v");
    return made;
  }();
  return *instance;
}

}  // namespace

void start_log(std::string_view tool, LogLevel level) {
  logger().set_pattern(std::string(tool) + ": %v");
  logger().set_level(level == LogLevel::quiet ? spdlog::level::warn : spdlog::level::info);
}

bool log_shows_info() {
  return logger().should_log(spdlog::level::info);
}

void log_info(std::string_view message) {
  logger().info("{}", message);
}
void log_warning(std::string_view message) {
  logger().warn("warning: {}", message);
}
void log_error(std::string_view message) {
  logger().error("error: {}", message);
}

}  // namespace cre
