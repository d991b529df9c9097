#pragma once
// A straight line through points.

#include <cstddef>
#include <span>

#include "statistics/interval.h"

namespace cre {

/// y = intercept + slope x by least squares, errors taken as independent and of equal variance.
struct LinearFit {
  std::size_t n;
  double slope, intercept;
  double slope_error, intercept_error;          // standard errors; residual variance over n - 2
  Interval slope_interval, intercept_interval;  // estimate -+ t((1 + confidence) / 2, n - 2) * standard error
};

/// All values are NaN when n < 2 or x is constant; standard errors and intervals also when n < 3. Resamples of slope
/// and intercept come from ResampledMoments.
LinearFit linear_fit(std::span<const double> x, std::span<const double> y, double confidence);

}  // namespace cre
