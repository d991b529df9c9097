#include "baseline/feature_scale.h"

#include <algorithm>
#include <cmath>

namespace cre {

namespace {

/// Of one feature, over the rows that have it.
struct FeatureSums {
  double sum = 0.0, squares = 0.0;
  double smallest = std::numeric_limits<double>::infinity();
  double largest = -std::numeric_limits<double>::infinity();
  std::size_t rows = 0;

  void add(double value) {
    sum += value;
    squares += value * value;
    smallest = std::min(smallest, value);
    largest = std::max(largest, value);
    ++rows;
  }
};

void add_block_sums(const FeatureBlock& block, std::vector<FeatureSums>& sums) {
  const std::size_t first_dense = sums.size() - block.dense_features;
  for (std::size_t row = 0; row < block.rows; ++row) {
    const auto features = block.features_of(row);
    const auto values = block.values_of(row);
    for (std::size_t i = 0; i < features.size(); ++i) {
      sums[features[i]].add(values[i]);
    }
    for (std::size_t d = 0; d < block.dense_features; ++d) {
      sums[first_dense + d].add(block.dense_value(row, d));
    }
  }
}

}  // namespace

FeatureScale feature_scale(const FeatureReader& reader, std::span<const std::size_t> rows, unsigned threads) {
  std::vector<FeatureSums> sums(reader.size());
  for_each_block(reader, rows, threads, [&](std::size_t, const FeatureBlock& block) { add_block_sums(block, sums); });
  FeatureScale scale;
  const auto count = static_cast<double>(rows.size());
  for (const FeatureSums& feature : sums) {
    const double mean = feature.sum / count;
    const double sd = std::sqrt(std::max(0.0, feature.squares / count - mean * mean));
    const bool is_partial = feature.rows > 0 && feature.rows < rows.size();
    scale.mean.push_back(mean);
    scale.sd.push_back(sd);
    scale.share.push_back(static_cast<double>(feature.rows) / count);
    scale.varies.push_back((is_partial || feature.largest > feature.smallest) && sd > 0.0);
  }
  return scale;
}

}  // namespace cre
