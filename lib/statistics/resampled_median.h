#pragma once
// Median of a resample without sorting: the order is known from the full sample.

#include <cstdint>
#include <span>
#include <vector>

#include "statistics/resample_batch.h"

namespace cre {

/// One series of n values, prepared for many resamples.
class ResampledMedian {
 public:
  explicit ResampledMedian(std::span<const double> values);

  /// Median of each resample of `batch` (n), the mean of the two middle values when it has an even number of rows; NaN
  /// when it has none. One pass over the lower half of the values.
  BatchValues compute(const ResampleBatch& batch) const;

 private:
  std::vector<std::uint32_t> row_;  // (n) by ascending value
  std::vector<double> value_;       // (n) ascending
};

}  // namespace cre
