#include "statistics/resampled_mean.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "core/error.h"
#include "statistics/count_lanes.h"
#include "statistics/counts_to_doubles.h"

namespace cre {

namespace {

CRE_VECTOR_CLONES
void add_weighted(const std::vector<BatchCount>& counts, const double* values, const double* weights,
                  lanes::Doubles& weight_sum, lanes::Doubles& weighted_sum) {
  constexpr std::size_t kAtOnce = 64;
  double drawn[kAtOnce * kBatch];
  for (std::size_t begin = 0; begin < counts.size(); begin += kAtOnce) {
    const std::size_t rows = std::min(kAtOnce, counts.size() - begin);
    counts_to_doubles(counts.data() + begin, rows, drawn);
    for (std::size_t i = 0; i < rows; ++i) {
      lanes::Doubles count;
      lanes::load_from(drawn + kBatch * i, count);
      const double weight = weights[begin + i];
      const double weighted = weight * values[begin + i];
      weight_sum += count * weight;
      weighted_sum += count * weighted;
    }
  }
}

}  // namespace

BatchValues resampled_weighted_mean(std::span<const double> values, std::span<const double> weights,
                                    const ResampleBatch& batch) {
  require(values.size() == weights.size() && values.size() == batch.counts.size(),
          "every row has a weight and a count");
  lanes::Doubles weight{};
  lanes::Doubles weighted{};
  add_weighted(batch.counts, values.data(), weights.data(), weight, weighted);
  BatchValues out = undefined_batch();
  for (std::size_t b = 0; b < kBatch; ++b) {
    const double sum = weight[b];
    if (sum > 0.0) {
      out[b] = weighted[b] / sum;
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
