#include "statistics/wilson.h"

#include <cmath>

#include "core/error.h"
#include "statistics/distributions.h"

namespace cre {

Interval wilson_interval(std::size_t successes, std::size_t n, double confidence) {
  require(successes <= n, "at most all trials succeed");
  if (n == 0) {
    return {};
  }
  const auto s = static_cast<double>(successes);
  const auto count = static_cast<double>(n);
  const double z = normal_quantile(0.5 * (1.0 + confidence));
  const double centre = s + 0.5 * z * z;
  const double reach = z * std::sqrt(s * (count - s) / count + 0.25 * z * z);
  const double scale = count + z * z;
  // Exactly 0 and 1 at the ends, whatever the rounding.
  return {.low = successes == 0 ? 0.0 : (centre - reach) / scale,
          .high = successes == n ? 1.0 : (centre + reach) / scale};
}

}  // namespace cre
