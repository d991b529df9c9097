#include "core/log.h"

#include <unistd.h>
#include <cstdlib>
#include <memory>
#include <string>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "core/text.h"

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

// On a terminal that has colours, unless somebody objects (https://no-color.org).
bool has_colour() {
  static const bool colour = [] {
    const auto variable = [](const char* name) {
      const char* value = std::getenv(name);
      return std::string_view(value == nullptr ? "" : value);
    };
    return isatty(STDERR_FILENO) == 1 && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
  }();
  return colour;
}

std::string painted(std::string_view text, std::string_view colour) {
  return has_colour() ? concat("\033[", colour, "m", text, "\033[0m") : std::string(text);
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
  logger().warn("{} {}", painted("warning:", "33"), message);
}
void log_error(std::string_view message) {
  logger().error("{} {}", painted("error:", "31"), message);
}

}  // namespace cre
