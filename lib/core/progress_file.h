#pragma once
// How far the work of this process is, in a small file for programs that show it: the console of the workflow.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace cre {

/// Its name in the output folder. It is no output: it is there while something runs that takes long enough to be shown.
inline constexpr const char* kProgressName = "progress.json";

struct ProgressState {
  std::string label = {};                   ///< "training"
  std::string step = {};                    ///< "epoch 5 of 12"; may be empty
  std::string note = {};                    ///< "loss 0.412"; may be empty
  std::string unit = {};                    ///< plural noun: "elements"
  std::uint64_t done = 0, total = 0;        ///< total 0: unknown
  double per_second = 0.0;                  ///< units
  std::optional<double> seconds_left = {};  ///< absent while it is unknown
  bool may_end_earlier = false;             ///< seconds_left is the longest it can take
};

/// Where it is written from now on; nowhere before. What a killed process left there is removed.
void keep_progress_in(const std::filesystem::path& folder);

/// Atomic, not synced to disk, and silent where it cannot be written: it is a courtesy.
void write_progress(const ProgressState& state);
void remove_progress();

}  // namespace cre
