#pragma once
// The correlation that a perfect model of the true activities would reach, given the measurement error.

#include <span>

namespace cre {

struct NoiseCeiling {
  double reliability;  // 1 - mean(s^2) / var(y); may be negative when the errors exceed the spread
  double r_max;        // sqrt(reliability), 0 when it is negative
};

/// Of measurements with this reliability; NaN when it is.
NoiseCeiling ceiling_of(double reliability);

/// `activity` (n) and `standard_error` (n) in l2fc. Rows where either is NaN are left out; the variance is the sample
/// variance (n - 1). Both values are NaN with fewer than two rows or constant activities. Classical test theory
/// (Spearman 1904): r(measured, predicted) <= sqrt(reliability of the measurement).
NoiseCeiling noise_ceiling(std::span<const double> activity, std::span<const double> standard_error);

}  // namespace cre
