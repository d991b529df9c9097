#include "baseline/cross_products.h"

#include <algorithm>

#include "core/parallel.h"

namespace cre {

namespace {

// Rows of the matrix that a thread takes at a time: enough of them to use a panel often while it is in the cache.
constexpr std::size_t kSparseOfItem = 64;

struct Occurrence {
  std::uint32_t row, place;  // in the block; among the features of the row
};

/// Which rows have each sparse feature, ascending: those of feature f are at first[f] up to first[f + 1].
struct Occurrences {
  std::vector<std::size_t> first;  // (sparse features + 1)
  std::vector<Occurrence> at;
};

Occurrences occurrences_of(const FeatureBlock& block, std::span<const double> weights, std::size_t sparse_features) {
  Occurrences found;
  found.first.assign(sparse_features + 1, 0);
  for (std::size_t row = 0; row < block.rows; ++row) {
    for (const std::uint16_t feature : block.features_of(row)) {
      found.first[feature + 1U] += weights[row] != 0.0 ? 1 : 0;
    }
  }
  for (std::size_t feature = 0; feature < sparse_features; ++feature) {
    found.first[feature + 1] += found.first[feature];
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
                const PanelKernel& kernel, CrossProducts& sums)
      : block_(block),
        weights_(weights),
        targets_(targets),
        kernel_(kernel),
        sums_(sums),
        sparse_(sums.features - block.dense_features),
        occurrences_(occurrences_of(block, weights, sparse_)) {}

  std::size_t sparse_items() const { return (sparse_ + kSparseOfItem - 1) / kSparseOfItem; }
  std::size_t items() const { return sparse_items() + block_.panels(); }

  void add_item(std::size_t item) {
    if (item < sparse_items()) {
      add_sparse(item * kSparseOfItem, std::min(sparse_, (item + 1) * kSparseOfItem));
    } else {
      add_panel(item - sparse_items());
    }
  }

 private:
  double* products(std::size_t feature, std::size_t other) {
    return sums_.products.data() + feature * sums_.features + other;
  }
  std::size_t columns_of(std::size_t panel) const { return std::min(kPanel, block_.dense_features - panel * kPanel); }

  void add_sparse(std::size_t begin, std::size_t end) {
    const std::size_t first = occurrences_.first[begin];
    std::vector<RowFactor> factors;
    for (std::size_t feature = begin; feature < end; ++feature) {
      for (std::size_t o = occurrences_.first[feature]; o < occurrences_.first[feature + 1]; ++o) {
        const auto [row, place] = occurrences_.at[o];
        factors.push_back({row, weights_[row] * block_.values_of(row)[place]});
        add_row_of_sparse(feature, place, factors.back());
      }
    }
    for (std::size_t panel = 0; panel < block_.panels(); ++panel) {
      for (std::size_t feature = begin; feature < end; ++feature) {
        double* row = products(feature, sparse_ + panel * kPanel);
        double tile[kPanel] = {};
        std::copy_n(row, columns_of(panel), tile);
        kernel_.add_rows(block_.panel(panel), factors.data() + (occurrences_.first[feature] - first),
                         occurrences_.first[feature + 1] - occurrences_.first[feature], tile);
        std::copy_n(tile, columns_of(panel), row);
      }
    }
  }

  /// One row that has the feature, with the sparse features from it on, and with the targets.
  void add_row_of_sparse(std::size_t feature, std::size_t place, const RowFactor& of) {
    const auto features = block_.features_of(of.row).subspan(place);
    const auto values = block_.values_of(of.row).subspan(place);
    double* row = products(feature, 0);
    for (std::size_t i = 0; i < features.size(); ++i) {
      row[features[i]] += of.factor * values[i];
    }
    add_with_targets(feature, of);
  }

  void add_with_targets(std::size_t feature, const RowFactor& of) {
    sums_.feature[feature] += of.factor;
    add_scaled(of.factor, targets_.subspan(of.row * sums_.targets, sums_.targets),
               sums_.with_targets.data() + feature * sums_.targets);
  }

  /// The dense features of a panel with those of this panel and the next ones.
  void add_panel(std::size_t panel) {
    std::vector<double> weighted(block_.rows * kPanel);
    for (std::size_t row = 0; row < block_.rows; ++row) {
      add_scaled(weights_[row], {block_.panel(panel) + row * kPanel, kPanel}, weighted.data() + row * kPanel);
    }
    for (std::size_t column = 0; column < columns_of(panel); ++column) {
      for (std::size_t row = 0; row < block_.rows; ++row) {
        add_with_targets(sparse_ + panel * kPanel + column,
                         {static_cast<std::uint32_t>(row), weighted[row * kPanel + column]});
      }
    }
    for (std::size_t other = panel; other < block_.panels(); ++other) {
      for (std::size_t part = 0; part < columns_of(panel); part += kPanelPart) {
        add_panel_part(weighted.data() + part, panel * kPanel + part, other);
      }
    }
  }

  void add_panel_part(const double* left, std::size_t first, std::size_t panel) {
    const std::size_t columns = columns_of(panel), rows = std::min(kPanelPart, block_.dense_features - first);
    double tile[kPanelPart * kPanel] = {};
    for (std::size_t i = 0; i < rows; ++i) {
      std::copy_n(products(sparse_ + first + i, sparse_ + panel * kPanel), columns, tile + i * kPanel);
    }
    kernel_.add_products(left, block_.panel(panel), block_.rows, tile);
    for (std::size_t i = 0; i < rows; ++i) {
      std::copy_n(tile + i * kPanel, columns, products(sparse_ + first + i, sparse_ + panel * kPanel));
    }
  }

  const FeatureBlock& block_;
  std::span<const double> weights_, targets_;
  const PanelKernel& kernel_;
  CrossProducts& sums_;
  std::size_t sparse_;
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
               unsigned threads, CrossProducts& sums, const PanelKernel& kernel) {
  for (std::size_t row = 0; row < block.rows; ++row) {
    sums.weight += weights[row];
    add_scaled(weights[row], targets.subspan(row * sums.targets, sums.targets), sums.target.data());
  }
  BlockProducts products(block, weights, targets, kernel, sums);
  parallel_for(products.items(), threads, [&](std::size_t item) { products.add_item(item); });
}

}  // namespace cre
