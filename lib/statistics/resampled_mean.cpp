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

}  // namespace cre
