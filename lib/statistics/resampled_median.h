#pragma once
// Median of a resample without sorting: the order is known from the full sample.

#include <cstdint>
#include <span>
#include <vector>

namespace cre {

/// One series of n values, prepared for many resamples.
class ResampledMedian {
 public:
  explicit ResampledMedian(std::span<const double> values);

  /// Median of the resample with `counts` (n) that draws `drawn` rows in total, the mean of the two middle values when
  /// that is even; NaN when it is 0. One pass over the lower half of the values.
  double compute(std::span<const std::int32_t> counts, std::uint64_t drawn) const;

 private:
  std::vector<std::uint32_t> row_;  // (n) by ascending value
  std::vector<double> value_;       // (n) ascending
};

}  // namespace cre
