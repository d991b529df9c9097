#pragma once
// What limits, means and standard deviations are fitted on.

#include <vector>

#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// Activities of one task in its measured training rows, in their order. `splits` (N).
inline std::vector<double> training_activities(const Elements& elements, const std::vector<Split>& splits,
                                               std::size_t task) {
  std::vector<double> values;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const std::size_t at = row * elements.task_count() + task;
    if (splits[row] == Split::train && elements.mask[at] != 0) {
      values.push_back(elements.activity[at]);
    }
  }
  return values;
}

}  // namespace cre
