#include "statistics/fisher.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace cre {

double fisher_z_p(std::span<const CorrelationPair> pairs) {
  double difference = 0.0;
  double variance = 0.0;
  for (const CorrelationPair& pair : pairs) {
    if (std::isnan(pair.a) || std::isnan(pair.b) || pair.n_a < 4.0 || pair.n_b < 4.0) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    // Equal correlations of +-1 would give infinity minus infinity.
    difference += pair.a == pair.b ? 0.0 : std::atanh(pair.a) - std::atanh(pair.b);
    variance += 1.0 / (pair.n_a - 3.0) + 1.0 / (pair.n_b - 3.0);
  }
  if (pairs.empty()) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return std::erfc(std::abs(difference) / std::sqrt(variance) / std::numbers::sqrt2);
}

}  // namespace cre
