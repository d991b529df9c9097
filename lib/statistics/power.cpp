#include "statistics/power.h"

#include <cmath>
#include <numbers>

namespace cre {

double normal_quantile(double p) {
  // erfc keeps its relative precision in the lower tail; the upper one is its mirror image.
  if (p > 0.5) {
    return -normal_quantile(1.0 - p);
  }
  double low = -40.0, high = 0.0;
  for (int i = 0; i < 80; ++i) {
    const double middle = 0.5 * (low + high);
    (0.5 * std::erfc(-middle / std::numbers::sqrt2) < p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double smallest_resolvable(double standard_error, double alpha, double power) {
  return (normal_quantile(1.0 - 0.5 * alpha) + normal_quantile(power)) * standard_error;
}

}  // namespace cre
