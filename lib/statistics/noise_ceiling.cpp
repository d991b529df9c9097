#include "statistics/noise_ceiling.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/error.h"

namespace cre {

NoiseCeiling ceiling_of(double reliability) {
  return {reliability, std::isnan(reliability) ? reliability : std::sqrt(std::max(0.0, reliability))};
}

NoiseCeiling noise_ceiling(std::span<const double> activity, std::span<const double> standard_error) {
  require(activity.size() == standard_error.size(), "every activity has a standard error or NaN");
  double rows = 0.0;
  double mean = 0.0;
  double squares = 0.0;  // around the running mean (Welford 1962)
  double error = 0.0;
  for (std::size_t i = 0; i < activity.size(); ++i) {
    if (std::isnan(activity[i]) || std::isnan(standard_error[i])) {
      continue;
    }
    rows += 1.0;
    const double before = activity[i] - mean;
    mean += before / rows;
    squares += before * (activity[i] - mean);
    error += standard_error[i] * standard_error[i];
  }
  if (rows < 2.0 || squares <= 0.0) {
    return ceiling_of(std::numeric_limits<double>::quiet_NaN());
  }
  return ceiling_of(1.0 - (error / rows) / (squares / (rows - 1.0)));
}

}  // namespace cre
