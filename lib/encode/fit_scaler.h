#pragma once
// Fits winsorising limits, mean and standard deviation on training rows only.

#include <vector>

#include "encode/encode_config.h"
#include "storage/elements.h"
#include "storage/scaler.h"
#include "storage/split_assignment.h"

namespace cre {

/// Per task, over measured training rows. Throws input when a task has fewer than two measured training rows or a
/// constant activity in them.
Scaler fit_scaler(const Elements& elements, const std::vector<Split>& splits, Winsorize winsorize);

}  // namespace cre
