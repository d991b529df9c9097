#include "statistics/fisher.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "statistics/distributions.h"

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

Interval fisher_z_interval(double r, double n, CorrelationKind kind, double confidence) {
  if (std::isnan(r) || n < 4.0) {
    return {};
  }
  if (std::abs(r) >= 1.0) {
    return {.low = r, .high = r};
  }
  const double numerator = kind == CorrelationKind::spearman ? 1.0 + 0.5 * r * r : 1.0;
  const double reach = normal_quantile(0.5 * (1.0 + confidence)) * std::sqrt(numerator / (n - 3.0));
  return {.low = std::tanh(std::atanh(r) - reach), .high = std::tanh(std::atanh(r) + reach)};
}

}  // namespace cre
