#pragma once
// Does every task have measurements in every split? A task without any in train cannot be learned, in val it cannot
// choose an epoch, and in test it cannot be judged: better said now than after training.

#include <string>
#include <vector>

#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// Throws input, naming task, split and counts, when a task is not measured in one of the splits. Returns warnings for
/// tasks with fewer measured rows in val or test than a correlation needs (three).
std::vector<std::string> check_measured_splits(const Elements& elements, const std::vector<Split>& splits);

}  // namespace cre
