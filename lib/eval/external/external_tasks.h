#pragma once
// Which columns of two tables are tasks.

#include <filesystem>
#include <string>
#include <vector>

#include "table/keyed_table.h"

namespace cre {

/// Columns of a table of measurements that are no tasks.
inline constexpr const char* kTargetCellColumn = "target_cell";
inline constexpr const char* kMinGapColumn = "min_gap";
inline constexpr const char* kGroupColumn = "group";
inline constexpr const char* kSplitColumn = "split";

/// Columns of `table` that may be tasks: not those above, "sequence", and what stands beside a task (TASK_se,
/// TASK_sd, TASK_low, TASK_high, TASK_forward, TASK_reverse).
std::vector<std::string> possible_tasks(const KeyedTable& table);

struct CommonTasks {
  std::vector<std::string> tasks;     // that are measured and predicted, in the order of the measurements
  std::vector<std::string> warnings;  // columns that only one side has
};

/// `measured`: the possible tasks of the measurements in `file`. Throws input when none has predictions.
CommonTasks common_tasks(const std::vector<std::string>& measured, const std::filesystem::path& file,
                         const KeyedTable& predictions);

}  // namespace cre
