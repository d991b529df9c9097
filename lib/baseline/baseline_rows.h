#pragma once
// Rows of a dataset as a regression needs them: targets, weights, and which tasks have the same ones.

#include <string>
#include <vector>

#include "storage/dataset.h"

namespace cre {

/// Indices of the rows of a split, ascending.
std::vector<std::size_t> rows_in_split(const Dataset& dataset, Split split);

bool is_measured(const Dataset& dataset, std::size_t row, std::size_t task);

/// (rows) activities of a task, standardized in double precision; 0 where masked.
std::vector<double> targets_of(const Dataset& dataset, const std::vector<std::size_t>& rows, std::size_t task);

/// Tasks that were measured in the same rows, with equal weights: one matrix serves them all.
struct TaskGroup {
  std::vector<double> weights;
  std::vector<std::size_t> tasks;
};

/// Each task is in one group; groups are in the order of their first tasks. Weights are 0 where masked, else 1 or those
/// of the elements, divided by their mean over measured rows: a penalty then means the same with and without them.
/// Throws input when a task has no measured row, or none with a weight above 0; `file` is only named there.
std::vector<TaskGroup> task_groups(const Dataset& dataset, const std::vector<std::size_t>& rows, bool by_element,
                                   const std::string& file);

/// (rows, tasks) targets_of() of some tasks.
std::vector<double> group_targets(const Dataset& dataset, const std::vector<std::size_t>& rows,
                                  const std::vector<std::size_t>& tasks);

}  // namespace cre
