#include "statistics/linear_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "statistics/distributions.h"
#include "statistics/summary.h"

namespace cre {

LinearFit linear_fit(std::span<const double> x, std::span<const double> y, double confidence) {
  require(x.size() == y.size(), "fitted series have equal lengths");
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  LinearFit fit{x.size(), kUnknown, kUnknown, kUnknown, kUnknown, {}, {}};
  if (x.size() < 2 || std::all_of(x.begin(), x.end(), [&](double v) { return v == x.front(); })) {
    return fit;
  }
  const auto n = static_cast<double>(x.size());
  const double mean_x = mean(x);
  const double mean_y = mean(y);
  double xx = 0.0;
  double xy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  fit.slope = xy / xx;
  fit.intercept = mean_y - fit.slope * mean_x;
  if (x.size() < 3) {
    return fit;
  }
  double residual = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double error = (y[i] - mean_y) - fit.slope * (x[i] - mean_x);
    residual += error * error;
  }
  const double variance = residual / (n - 2.0);
  fit.slope_error = std::sqrt(variance / xx);
  fit.intercept_error = std::sqrt(variance * (1.0 / n + mean_x * mean_x / xx));
  const double t = student_quantile(0.5 * (1.0 + confidence), n - 2.0);
  fit.slope_interval = {.low = fit.slope - t * fit.slope_error, .high = fit.slope + t * fit.slope_error};
  fit.intercept_interval = {.low = fit.intercept - t * fit.intercept_error,
                            .high = fit.intercept + t * fit.intercept_error};
  return fit;
}

}  // namespace cre
