#pragma once
// Messages for people, on stderr. The header includes no logging library on purpose:
// LibTorch ships another fmt than the one the distribution's spdlog is built for.

#include <string_view>

namespace cre {

enum class LogLevel { normal, quiet };

/// Names the tool in every line ("cre-qc: ..."); `quiet` keeps warnings and errors only.
void start_log(std::string_view tool, LogLevel level);

/// False when quiet; for progress bars.
bool log_shows_info();

void log_info(std::string_view message);
void log_warning(std::string_view message);
void log_error(std::string_view message);

}  // namespace cre
