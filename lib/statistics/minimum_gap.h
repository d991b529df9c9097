#pragma once
// The minimum gap (MinGap): how far the activity in one cell type stands out from that in all others.

#include <cstddef>
#include <span>

namespace cre {

/// activity[target] minus the largest of the others. activity: (K), K >= 2; NaN when a value is missing.
double target_minus_best_other(std::span<const double> activity, std::size_t target);

/// The largest minus the second largest activity. activity: (K), K >= 2; NaN when a value is missing.
double top1_minus_top2(std::span<const double> activity);

}  // namespace cre
