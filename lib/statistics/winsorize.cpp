#include "statistics/winsorize.h"

#include <algorithm>

#include "statistics/correlation.h"
#include "statistics/summary.h"

namespace cre {

std::vector<double> winsorized(std::span<const double> values, double low_percent, double high_percent) {
  const std::vector<double> ascending = sorted_copy(values);
  const double low = percentile_of_sorted(ascending, low_percent);
  const double high = percentile_of_sorted(ascending, high_percent);
  std::vector<double> out(values.size());
  std::transform(values.begin(), values.end(), out.begin(), [&](double v) { return std::clamp(v, low, high); });
  return out;
}

double winsorized_pearson(std::span<const double> x, std::span<const double> y) {
  return pearson(winsorized(x, kWinsorLow, kWinsorHigh), winsorized(y, kWinsorLow, kWinsorHigh));
}

}  // namespace cre
