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
  NoiseSums sums;
  for (std::size_t i = 0; i < activity.size(); ++i) {
    sums.add(activity[i], standard_error[i]);
  }
  return sums.ceiling();
}

NoiseCeiling NoiseSums::ceiling() const {
  if (rows_ < 2.0 || squares_ <= 0.0) {
    return ceiling_of(std::numeric_limits<double>::quiet_NaN());
  }
  return ceiling_of(1.0 - (error_ / rows_) / (squares_ / (rows_ - 1.0)));
}

}  // namespace cre
