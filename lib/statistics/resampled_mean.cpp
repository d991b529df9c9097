#include "statistics/resampled_mean.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "core/error.h"
#include "statistics/count_lanes.h"
#include "statistics/counts_to_doubles.h"

namespace cre {

namespace {

struct WeightedSums {
  BatchValues weight{}, weighted{};
};

struct AddWeighted {
  template <std::size_t kLanes>
  [[gnu::always_inline]] static void run(const double* drawn, const double* values, const double* weights,
                                         std::size_t rows, WeightedSums* sums) {
    for (std::size_t part = 0; part < kBatch; part += kLanes) {
      lanes::Doubles<kLanes> weight_sum, weighted_sum;
      lanes::load_from(sums->weight.data() + part, weight_sum);
      lanes::load_from(sums->weighted.data() + part, weighted_sum);
      for (std::size_t i = 0; i < rows; ++i) {
        lanes::Doubles<kLanes> count;
        lanes::load_from(drawn + kBatch * i + part, count);
        weight_sum += count * weights[i];
        weighted_sum += count * (weights[i] * values[i]);
      }
      lanes::store_to(weight_sum, sums->weight.data() + part);
      lanes::store_to(weighted_sum, sums->weighted.data() + part);
    }
  }
};

}  // namespace

BatchValues resampled_weighted_mean(std::span<const double> values, std::span<const double> weights,
                                    const ResampleBatch& batch) {
  require(values.size() == weights.size() && values.size() == batch.counts.size(),
          "every row has a weight and a count");
  constexpr std::size_t kAtOnce = 64;
  double drawn[kAtOnce * kBatch];
  WeightedSums sums;
  for (std::size_t begin = 0; begin < values.size(); begin += kAtOnce) {
    const std::size_t rows = std::min(kAtOnce, values.size() - begin);
    counts_to_doubles(batch.counts.data() + begin, rows, drawn);
    run_in_registers<AddWeighted>(drawn, values.data() + begin, weights.data() + begin, rows, &sums);
  }
  BatchValues out = undefined_batch();
  for (std::size_t b = 0; b < kBatch; ++b) {
    if (sums.weight[b] > 0.0) {
      out[b] = sums.weighted[b] / sums.weight[b];
    }
  }
  return out;
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
