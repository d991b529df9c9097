#pragma once
// Correlation of two series. An undefined value (a series without variance) is NaN, and null in JSON.

#include <span>

namespace cre {

/// Pearson's r of x (n) and y (n), two passes (means first). NaN when n < 2 or a series is constant. In [-1, 1].
double pearson(std::span<const double> x, std::span<const double> y);

/// Spearman's rho: Pearson's r of the mid-ranks. NaN when n < 2 or a series is constant.
double spearman(std::span<const double> x, std::span<const double> y);

}  // namespace cre
