#include "statistics/interval.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "statistics/summary.h"

namespace cre {

Interval percentile_interval(std::span<const double> replicates, double confidence) {
  std::vector<double> defined = defined_values(replicates);
  Interval interval;
  interval.skipped = replicates.size() - defined.size();
  std::sort(defined.begin(), defined.end());
  interval.low = percentile_of_sorted(defined, 50.0 * (1.0 - confidence));
  interval.high = percentile_of_sorted(defined, 50.0 * (1.0 + confidence));
  return interval;
}

double two_sided_p(std::span<const double> differences) {
  const auto count = [&](auto holds) {
    return static_cast<double>(std::count_if(differences.begin(), differences.end(), holds));
  };
  const double not_above = count([](double d) { return d <= 0.0; });
  const double not_below = count([](double d) { return d >= 0.0; });
  const double defined = count([](double d) { return !std::isnan(d); });
  if (defined == 0.0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double p = 2.0 * std::min(not_above, not_below) / defined;
  return std::min(1.0, std::max(p, 2.0 / (defined + 1.0)));
}

}  // namespace cre
