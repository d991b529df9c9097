#include "baseline/linear_outputs.h"

#include <algorithm>

#include "core/parallel.h"

namespace cre {

namespace {

constexpr std::size_t kRowsAtOnce = 64;  // for one thread at a time

void add_model_terms(double value, const double* slopes, std::span<double> sums) {
  for (std::size_t m = 0; m < sums.size(); ++m) {
    sums[m] += value * slopes[m];
  }
}

}  // namespace

std::vector<double> linear_outputs(const FeatureReader& reader, std::span<const std::size_t> rows,
                                   std::span<const double> slope, std::span<const double> offset, unsigned threads) {
  const std::size_t models = offset.size(), first_dense = reader.sparse_features();
  std::vector<double> out(rows.size() * models);
  for_each_block(reader, rows, threads, [&](std::size_t first, const FeatureBlock& block) {
    parallel_for((block.rows + kRowsAtOnce - 1) / kRowsAtOnce, threads, [&](std::size_t item) {
      const std::size_t end = std::min(block.rows, (item + 1) * kRowsAtOnce);
      for (std::size_t row = item * kRowsAtOnce; row < end; ++row) {
        const std::span<double> sums(out.data() + (first + row) * models, models);
        std::copy(offset.begin(), offset.end(), sums.begin());
        const auto features = block.features_of(row);
        const auto values = block.values_of(row);
        for (std::size_t i = 0; i < features.size(); ++i) {
          add_model_terms(values[i], slope.data() + features[i] * models, sums);
        }
        for (std::size_t d = 0; d < block.dense_features; ++d) {
          add_model_terms(block.dense_value(row, d), slope.data() + (first_dense + d) * models, sums);
        }
      }
    });
  });
  return out;
}

}  // namespace cre
