#include "statistics/resampled_mean.h"

#include <cstddef>
#include <limits>

#include "core/error.h"
#include "statistics/lanes.h"

namespace cre {

double resampled_weighted_mean(std::span<const double> values, std::span<const double> weights,
                               std::span<const std::int32_t> counts) {
  require(values.size() == weights.size() && values.size() == counts.size(), "every row has a weight and a count");
  Lanes weight{};
  Lanes weighted{};
  for_each_in_lanes(values.size(), [&](std::size_t i, std::size_t lane) {
    const double w = counts[i] * weights[i];
    weight[lane] += w;
    weighted[lane] += w * values[i];
  });
  const double sum = total(weight);
  return sum > 0.0 ? total(weighted) / sum : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> weighted_mean_without_each(std::span<const double> values, std::span<const double> weights,
                                               const ResampleUnits& units) {
  require(values.size() == weights.size() && values.size() == units.rows, "every row has a weight and a unit");
  std::vector<double> weight(units.count);
  std::vector<double> weighted(units.count);
  for (std::size_t row = 0; row < values.size(); ++row) {
    weight[unit_of(units, row)] += weights[row];
    weighted[unit_of(units, row)] += weights[row] * values[row];
  }
  // Sums of the units before and after, so that nothing is subtracted and no digits are lost to a large unit.
  std::vector<double> out(units.count);
  std::vector<double> weight_after(units.count + 1);
  std::vector<double> weighted_after(units.count + 1);
  for (std::size_t unit = units.count; unit-- > 0;) {
    weight_after[unit] = weight_after[unit + 1] + weight[unit];
    weighted_after[unit] = weighted_after[unit + 1] + weighted[unit];
  }
  double weight_before = 0.0;
  double weighted_before = 0.0;
  for (std::size_t unit = 0; unit < units.count; ++unit) {
    const double sum = weight_before + weight_after[unit + 1];
    out[unit] =
        sum > 0.0 ? (weighted_before + weighted_after[unit + 1]) / sum : std::numeric_limits<double>::quiet_NaN();
    weight_before += weight[unit];
    weighted_before += weighted[unit];
  }
  return out;
}

}  // namespace cre
