#pragma once
// Correction of p-values for the number of tests.

#include <span>
#include <vector>

namespace cre {

/// Holm's step-down adjustment (Holm 1979) of a family of p-values, in the order given: the i-th smallest of m is
/// multiplied by m - i + 1, made monotone, capped at 1. NaN (an untested hypothesis) stays NaN and does not count in m.
std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace cre
