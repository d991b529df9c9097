#pragma once
// Pearson's r and errors of a resample from weighted sums: one pass over the rows, nothing is copied or sorted.

#include <cstdint>
#include <span>
#include <vector>

namespace cre {

/// Values of one resample; NaN where undefined.
struct MomentMetrics {
  double pearson;
  double mse;
  double mae;
};

/// Measured and predicted activities of n rows, prepared for many resamples.
class ResampledMoments {
 public:
  ResampledMoments(std::span<const double> measured, std::span<const double> predicted);

  /// `counts` (n): how often each row is in the resample. MSE and MAE are NaN for an empty resample; Pearson's r is
  /// NaN when the values of a series are equal up to rounding.
  MomentMetrics compute(std::span<const std::int32_t> counts) const;

 private:
  // Centred on the full-sample means, so that the sums of squares lose no digits to a large mean.
  std::vector<double> measured_, predicted_;
  double shift_;  // mean predicted - mean measured
};

}  // namespace cre
