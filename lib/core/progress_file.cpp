#include "core/progress_file.h"

#include <cstdio>
#include <fstream>
#include <system_error>

#include <nlohmann/json.hpp>

#include "core/text.h"

namespace cre {

namespace {

namespace fs = std::filesystem;

fs::path& progress_folder() {
  static fs::path folder;
  return folder;
}

// One name, so that what a killed process left is written over.
fs::path unfinished_file() {
  return progress_folder() / concat(".", kProgressName);
}

}  // namespace

void keep_progress_in(const fs::path& folder) {
  progress_folder() = folder;
  remove_progress();
}

void write_progress(const ProgressState& state) {
  if (progress_folder().empty()) {
    return;
  }
  nlohmann::ordered_json json = {{"label", state.label},
                                 {"step", state.step},
                                 {"note", state.note},
                                 {"unit", state.unit},
                                 {"done", state.done},
                                 {"total", state.total},
                                 {"per_second", state.per_second},
                                 {"seconds_left", nullptr},
                                 {"may_end_earlier", state.may_end_earlier}};
  if (state.seconds_left) {
    json["seconds_left"] = *state.seconds_left;
  }
  std::ofstream out(unfinished_file(), std::ios::trunc);
  out << json.dump() << '\n';
  out.close();
  std::error_code ignored;
  if (out) {
    fs::rename(unfinished_file(), progress_folder() / kProgressName, ignored);
  }
}

void remove_progress() {
  if (progress_folder().empty()) {
    return;
  }
  std::error_code ignored;
  fs::remove(progress_folder() / kProgressName, ignored);
  fs::remove(unfinished_file(), ignored);
}

}  // namespace cre
