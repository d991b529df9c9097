#include "statistics/bca.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "statistics/distributions.h"
#include "statistics/summary.h"

namespace cre {

double bias_correction(std::span<const double> replicates, double estimate) {
  double below = 0.0;
  double defined = 0.0;
  for (const double replicate : replicates) {
    defined += std::isnan(replicate) ? 0.0 : 1.0;
    below += replicate < estimate ? 1.0 : (replicate == estimate ? 0.5 : 0.0);
  }
  if (defined == 0.0 || std::isnan(estimate)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (below == 0.0 || below == defined) {
    return std::copysign(std::numeric_limits<double>::infinity(), below - 0.5 * defined);
  }
  return normal_quantile(below / defined);
}

double acceleration(std::span<const double> jackknife) {
  constexpr double kRoundingOfValues = 1e-13;
  const std::vector<double> values = defined_values(jackknife);
  const double centre = mean(values);
  double squares = 0.0;
  double cubes = 0.0;
  double size = 0.0;
  for (const double value : values) {
    const double u = centre - value;
    squares += u * u;
    cubes += u * u * u;
    size += value * value;
  }
  if (!(squares > kRoundingOfValues * kRoundingOfValues * size)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return cubes / (6.0 * std::pow(squares, 1.5));
}

Interval bca_interval(std::span<const double> replicates, double estimate, std::span<const double> jackknife,
                      double confidence) {
  std::vector<double> defined = defined_values(replicates);
  Interval interval;
  interval.skipped = replicates.size() - defined.size();
  const double z0 = bias_correction(defined, estimate);
  const double a = acceleration(jackknife);
  const double z = normal_quantile(0.5 * (1.0 + confidence));
  if (!std::isfinite(z0) || std::isnan(a) || a * (z0 - z) >= 1.0 || a * (z0 + z) >= 1.0) {
    return interval;
  }
  const auto percent = [&](double shifted) { return 100.0 * normal_probability(z0 + shifted / (1.0 - a * shifted)); };
  std::sort(defined.begin(), defined.end());
  interval.low = percentile_of_sorted(defined, percent(z0 - z));
  interval.high = percentile_of_sorted(defined, percent(z0 + z));
  return interval;
}

}  // namespace cre
