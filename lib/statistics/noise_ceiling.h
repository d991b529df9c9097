#pragma once
// The correlation that a perfect model of the true activities would reach, given the measurement error.

#include <cmath>
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

/// The same, row by row.
class NoiseSums {
 public:
  void add(double activity, double standard_error) {
    if (std::isnan(activity) || std::isnan(standard_error)) {
      return;
    }
    rows_ += 1.0;
    const double before = activity - mean_;
    mean_ += before / rows_;
    squares_ += before * (activity - mean_);
    error_ += standard_error * standard_error;
  }
  NoiseCeiling ceiling() const;

 private:
  double rows_ = 0.0;
  double mean_ = 0.0;
  double squares_ = 0.0;  // around the running mean (Welford 1962)
  double error_ = 0.0;
};

}  // namespace cre
