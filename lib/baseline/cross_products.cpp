#include "baseline/cross_products.h"

#include "core/parallel.h"

namespace cre {

namespace {

// Rows of the matrix that a thread takes at a time: few enough that all threads end together.
constexpr std::size_t kFeaturesOfItem = 8;

struct Occurrence {
  std::uint32_t row, place;  // in the block; among the words of the row
};

/// Which rows have each word, ascending: those of word w are at first[w] up to first[w + 1].
struct Occurrences {
  std::vector<std::size_t> first;  // (words + 1)
  std::vector<Occurrence> at;
};

Occurrences occurrences_of(const FeatureBlock& block, std::span<const double> weights, std::size_t word_features) {
  Occurrences found;
  found.first.assign(word_features + 1, 0);
  for (std::size_t row = 0; row < block.rows; ++row) {
    for (const std::uint16_t word : block.features_of(row)) {
      found.first[word + 1U] += weights[row] != 0.0 ? 1 : 0;
    }
  }
  for (std::size_t word = 0; word < word_features; ++word) {
    found.first[word + 1] += found.first[word];
  }
  found.at.resize(found.first.back());
  std::vector<std::size_t> next(found.first.begin(), found.first.end() - 1);
  for (std::size_t row = 0; row < block.rows; ++row) {
    const auto features = block.features_of(row);
    for (std::size_t i = 0; weights[row] != 0.0 && i < features.size(); ++i) {
      found.at[next[features[i]]++] = {static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(i)};
    }
  }
  return found;
}

/// sums[i] += factor * values[i]
void add_scaled(double factor, std::span<const double> values, double* sums) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    sums[i] += factor * values[i];
  }
}

class BlockProducts {
 public:
  BlockProducts(const FeatureBlock& block, std::span<const double> weights, std::span<const double> targets,
                CrossProducts& sums)
      : block_(block), weights_(weights), targets_(targets), sums_(sums) {
    dense_ = block.rows == 0 ? 0 : block.dense.size() / block.rows;
    word_features_ = sums.features - dense_;
    occurrences_ = occurrences_of(block, weights, word_features_);
  }

  void add_feature(std::size_t feature) {
    if (feature < word_features_) {
      add_word(feature);
    } else {
      add_dense(feature - word_features_);
    }
  }

 private:
  std::span<const double> dense_of(std::size_t row, std::size_t from = 0) const {
    return {block_.dense.data() + row * dense_ + from, dense_ - from};
  }

  void add_word(std::size_t word) {
    double* products = sums_.products.data() + word * sums_.features;
    for (std::size_t o = occurrences_.first[word]; o < occurrences_.first[word + 1]; ++o) {
      const auto [row, place] = occurrences_.at[o];
      const auto features = block_.features_of(row).subspan(place);
      const auto values = block_.values_of(row).subspan(place);
      const double factor = weights_[row] * values[0];
      for (std::size_t i = 0; i < features.size(); ++i) {
        products[features[i]] += factor * values[i];
      }
      add_scaled(factor, dense_of(row), products + word_features_);
      add_rest(word, row, factor);
    }
  }

  void add_dense(std::size_t column) {
    const std::size_t feature = word_features_ + column;
    for (std::size_t row = 0; row < block_.rows; ++row) {
      const std::span<const double> values = dense_of(row, column);
      const double factor = weights_[row] * values[0];
      add_scaled(factor, values, sums_.products.data() + feature * sums_.features + feature);
      add_rest(feature, row, factor);
    }
  }

  void add_rest(std::size_t feature, std::size_t row, double factor) {
    sums_.feature[feature] += factor;
    add_scaled(factor, targets_.subspan(row * sums_.targets, sums_.targets),
               sums_.with_targets.data() + feature * sums_.targets);
  }

  const FeatureBlock& block_;
  std::span<const double> weights_, targets_;
  CrossProducts& sums_;
  std::size_t dense_ = 0, word_features_ = 0;
  Occurrences occurrences_;
};

}  // namespace

CrossProducts::CrossProducts(std::size_t feature_count, std::size_t target_count)
    : features(feature_count),
      targets(target_count),
      feature(feature_count, 0.0),
      target(target_count, 0.0),
      products(feature_count * feature_count, 0.0),
      with_targets(feature_count * target_count, 0.0) {}

void add_block(const FeatureBlock& block, std::span<const double> weights, std::span<const double> targets,
               unsigned threads, CrossProducts& sums) {
  for (std::size_t row = 0; row < block.rows; ++row) {
    sums.weight += weights[row];
    add_scaled(weights[row], targets.subspan(row * sums.targets, sums.targets), sums.target.data());
  }
  BlockProducts products(block, weights, targets, sums);
  parallel_for((sums.features + kFeaturesOfItem - 1) / kFeaturesOfItem, threads, [&](std::size_t item) {
    const std::size_t end = std::min(sums.features, (item + 1) * kFeaturesOfItem);
    for (std::size_t feature = item * kFeaturesOfItem; feature < end; ++feature) {
      products.add_feature(feature);
    }
  });
}

}  // namespace cre
