#pragma once
// Spearman's rho without each unit in turn, exactly, without ranking anew.
//
// Leaving out row g lowers the mid-rank of row i by [x_g < x_i] + [x_g = x_i] / 2, so the sum of products of ranks
// changes by sums of ranks above g (known from the order of one series) and by the numbers of rows above g in both
// series, which a Fenwick tree counts in one sweep (Knight's way to Kendall's tau). All sums are whole numbers.

#include <span>
#include <vector>

#include "statistics/resampling.h"

namespace cre {

/// Spearman's rho of x and y (n) without the rows of unit u, for each of the units; NaN when a series is constant then.
/// O(m log n) with m the sum of the squared sizes of units: n for units of one row. A unit of more than sqrt(n) rows is
/// computed from its counts in O(n) instead.
std::vector<double> spearman_without_each(std::span<const double> x, std::span<const double> y,
                                          const ResampleUnits& units);

}  // namespace cre
