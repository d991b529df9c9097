#include "baseline/cross_products.h"

#include <cmath>

#include "small_dataset.h"

#include <gmock/gmock.h>

namespace cre {
namespace {

/// 700 rows, more than a block holds, of 146 words and a share; the sums of definitions.
class CrossProductsOfRows : public testing::Test {
 protected:
  CrossProductsOfRows() {
    std::vector<std::string> sequences;
    std::vector<double> activities;
    for (std::size_t row = 0; row < kRows; ++row) {
      sequences.push_back(scrambled_sequence(row, 40));
      activities.push_back(static_cast<double>(row));
      rows_.push_back(row);
      weights_.push_back(row % 4 == 0 ? 0.0 : static_cast<double>(row % 3) + 0.25);
      targets_.insert(targets_.end(), {std::cos(static_cast<double>(row)), static_cast<double>(row % 5)});
    }
    dataset_ = small_dataset(sequences, std::string(kRows, 't'), activities);
    config_.words = {2, 4};
    config_.gaps = {};
    config_.gc = true;
  }

  /// Every third word dense, to have sparse and dense ones that do not fill a panel.
  FeatureReader mixed_reader() const {
    const FeatureReader all(config_, dataset_);
    FeatureChoice choice;
    for (std::size_t feature = 0; feature < all.size(); ++feature) {
      choice.center.push_back(0.1);
      (feature % 3 == 0 || !all.is_word(feature) ? choice.dense : choice.sparse).push_back(feature);
    }
    return all.of_features(choice);
  }

  CrossProducts sums_of(const FeatureReader& reader, unsigned threads, const PanelKernel& kernel) const {
    CrossProducts sums(reader.size(), 2);
    for_each_block(reader, rows_, threads, [&](std::size_t first, const FeatureBlock& block) {
      add_block(block, std::span(weights_).subspan(first, block.rows),
                std::span(targets_).subspan(2 * first, 2 * block.rows), threads, sums, kernel);
    });
    return sums;
  }

  /// (N, P)
  std::vector<std::vector<double>> features_of_rows(const FeatureReader& reader) const {
    std::vector<std::vector<double>> values(kRows, std::vector<double>(reader.size(), 0.0));
    for_each_block(reader, rows_, 1, [&](std::size_t first, const FeatureBlock& block) {
      for (std::size_t row = 0; row < block.rows; ++row) {
        for (std::size_t i = 0; i < block.features_of(row).size(); ++i) {
          values[first + row][block.features_of(row)[i]] = block.values_of(row)[i];
        }
        for (std::size_t d = 0; d < block.dense_features; ++d) {
          values[first + row][reader.sparse_features() + d] = block.dense_value(row, d);
        }
      }
    });
    return values;
  }

  static constexpr std::size_t kRows = 700;
  Dataset dataset_;
  BaselineConfig config_;
  std::vector<std::size_t> rows_;
  std::vector<double> weights_, targets_;
};

TEST_F(CrossProductsOfRows, AreThoseOfTheDefinition) {
  const FeatureReader reader = mixed_reader();
  const CrossProducts sums = sums_of(reader, 1, panel_kernels().front());
  const auto x = features_of_rows(reader);
  double weight = 0.0;
  for (const double one : weights_) {
    weight += one;
  }
  EXPECT_DOUBLE_EQ(sums.weight, weight);
  for (std::size_t i = 0; i < reader.size(); ++i) {
    double feature = 0.0, first_target = 0.0;
    for (std::size_t row = 0; row < kRows; ++row) {
      feature += weights_[row] * x[row][i];
      first_target += weights_[row] * x[row][i] * targets_[2 * row];
    }
    EXPECT_NEAR(sums.feature[i], feature, 1e-9);
    EXPECT_NEAR(sums.with_targets[2 * i], first_target, 1e-9);
    for (std::size_t j = i; j < reader.size(); ++j) {
      double product = 0.0;
      for (std::size_t row = 0; row < kRows; ++row) {
        product += weights_[row] * x[row][i] * x[row][j];
      }
      EXPECT_NEAR(sums.products[i * reader.size() + j], product, 1e-9) << i << ' ' << j;
    }
  }
}

TEST_F(CrossProductsOfRows, AreTheSameBitsForThreadsAndKernels) {
  const FeatureReader reader = mixed_reader();
  const CrossProducts expected = sums_of(reader, 1, panel_kernels().back());
  for (const PanelKernel& kernel : panel_kernels()) {
    for (const unsigned threads : {1U, 3U}) {
      const CrossProducts sums = sums_of(reader, threads, kernel);
      EXPECT_EQ(sums.products, expected.products) << kernel.name << ' ' << threads;
      EXPECT_EQ(sums.feature, expected.feature) << kernel.name << ' ' << threads;
      EXPECT_EQ(sums.with_targets, expected.with_targets) << kernel.name << ' ' << threads;
    }
  }
}

}  // namespace
}  // namespace cre
