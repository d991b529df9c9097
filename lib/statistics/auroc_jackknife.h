#pragma once
// The area under the ROC curve without each unit in turn.

#include <cstdint>
#include <span>
#include <vector>

#include "statistics/resampling.h"

namespace cre {

/// auroc() of `label` (n) and `score` (n) without the rows of unit u, for each of the units; NaN when no row of a label
/// is left. Mann-Whitney's U loses the pairs that a row of the unit is in, those within the unit once. O(n log n).
std::vector<double> auroc_without_each(std::span<const std::uint8_t> label, std::span<const double> score,
                                       const ResampleUnits& units);

}  // namespace cre
