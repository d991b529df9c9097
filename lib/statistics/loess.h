#pragma once
// A smooth curve through points, for figures.

#include <cstddef>
#include <span>
#include <vector>

namespace cre {

/// LOESS (Cleveland 1979), local lines with tricube weights, one pass without robustness weights: at each of `at` (m)
/// the line by weighted least squares through the q = floor(span n) nearest x (at least 2, at most n), with weights (1
/// - (distance / radius)^3)^3, radius being the distance of the q-th nearest. Where all weighted x are equal, the
/// weighted mean of their y; where the q nearest are all equally far, their plain mean; where q and more x are at the
/// place itself, the mean of all of them. NaN for n = 0. span in (0, 1]. O(n log n + m q).
std::vector<double> loess(std::span<const double> x, std::span<const double> y, std::span<const double> at,
                          double span);

}  // namespace cre
