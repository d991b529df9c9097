#include "statistics/power.h"

#include "statistics/distributions.h"

namespace cre {

double smallest_resolvable(double standard_error, double alpha, double power) {
  return (normal_quantile(1.0 - 0.5 * alpha) + normal_quantile(power)) * standard_error;
}

}  // namespace cre
