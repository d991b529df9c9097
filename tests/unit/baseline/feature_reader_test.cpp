#include "baseline/feature_reader.h"

#include <cmath>

#include "baseline/feature_scale.h"
#include "small_dataset.h"

#include <gmock/gmock.h>

namespace cre {
namespace {

using testing::ElementsAre;

// Words of one base: A (with T), C (with G).
const BaselineConfig kBases = [] {
  BaselineConfig config;
  config.words = {1};
  config.gaps = {};
  config.gc = true;
  return config;
}();

Dataset with_motif(Dataset dataset) {
  dataset.motifs.names = {"M"};
  dataset.motifs.threshold = {0.0F};
  for (std::size_t row = 0; row < dataset.rows(); ++row) {
    dataset.motifs.score.push_back(static_cast<float>(row));
  }
  return dataset;
}

std::vector<double> dense_row(const FeatureBlock& block, std::size_t row) {
  std::vector<double> values;
  for (std::size_t d = 0; d < block.dense_features; ++d) {
    values.push_back(block.dense_value(row, d));
  }
  return values;
}

TEST(FeatureReader, HandWorked) {
  const Dataset dataset = with_motif(small_dataset({"AATG", "TTTT", "NNNN", "CCNG"}, "ttt-", {1, 2, 3, 4}));
  const FeatureReader reader(kBases, dataset);
  EXPECT_THAT(reader.names(), ElementsAre("A", "C", "GC", "M"));
  const std::vector<std::size_t> rows = {3, 0, 2};
  FeatureBlock block;
  reader.read(rows, 2, block);
  EXPECT_THAT(block.features_of(0), ElementsAre(1));
  EXPECT_THAT(block.values_of(0), ElementsAre(std::log(4.0)));
  EXPECT_THAT(block.features_of(1), ElementsAre(0, 1));
  EXPECT_THAT(block.values_of(1), ElementsAre(std::log(4.0), std::log(2.0)));
  EXPECT_TRUE(block.features_of(2).empty());
  EXPECT_THAT(dense_row(block, 0), ElementsAre(1.0, 3.0));
  EXPECT_THAT(dense_row(block, 1), ElementsAre(0.25, 0.0));
  EXPECT_THAT(dense_row(block, 2), ElementsAre(0.5, 2.0)) << "half of nothing known is G or C";
}

TEST(FeatureReader, SomeFeaturesSomeOfThemDense) {
  const Dataset dataset = with_motif(small_dataset({"AATG", "TTTT", "CCCC", "CCNG"}, "ttt-", {1, 2, 3, 4}));
  const FeatureReader all(kBases, dataset);
  EXPECT_TRUE(all.is_word(1));
  EXPECT_FALSE(all.is_word(2));
  const FeatureReader reader = all.of_features({.sparse = {1}, .dense = {0, 3}, .center = {0.5, 9.0, 9.0, 1.5}});
  EXPECT_THAT(reader.names(), ElementsAre("C", "A", "M"));
  EXPECT_THAT(reader.sources(), ElementsAre(1, 0, 3));
  EXPECT_THAT(reader.centers(), ElementsAre(0.0, 0.5, 1.5));
  FeatureBlock block;
  const std::vector<std::size_t> rows = {0, 1, 2};
  reader.read(rows, 1, block);
  EXPECT_THAT(block.features_of(0), ElementsAre(0));
  EXPECT_TRUE(block.features_of(1).empty());
  EXPECT_THAT(dense_row(block, 0), ElementsAre(std::log(4.0) - 0.5, -1.5));
  EXPECT_THAT(dense_row(block, 2), ElementsAre(-0.5, 0.5));
}

TEST(FeatureReader, MotifScoresAreASetting) {
  const Dataset dataset = with_motif(small_dataset({"AATG", "TTTT", "CCCC"}, "ttt", {1, 2, 3}));
  BaselineConfig config = kBases;
  config.motifs = false;
  EXPECT_THAT(FeatureReader(config, dataset).names(), ElementsAre("A", "C", "GC"));
}

TEST(FeatureScale, HandWorked) {
  // log(1 + A): log 5, log 3, log 1.
  const Dataset dataset = small_dataset({"AAAA", "AACC", "CCCC"}, "ttt", {1, 2, 3});
  const FeatureScale scale = feature_scale(FeatureReader(kBases, dataset), std::vector<std::size_t>{0, 1, 2}, 1);
  const double mean = (std::log(5.0) + std::log(3.0)) / 3.0;
  EXPECT_DOUBLE_EQ(scale.mean[0], mean);
  const double variance = (std::pow(std::log(5.0) - mean, 2) + std::pow(std::log(3.0) - mean, 2) + mean * mean) / 3.0;
  EXPECT_NEAR(scale.sd[0], std::sqrt(variance), 1e-14);
  EXPECT_THAT(scale.varies, ElementsAre(true, true, true));
  EXPECT_NEAR(scale.sd[2], std::sqrt(1.0 / 6.0), 1e-15);
}

TEST(FeatureScale, AConstantFeatureDoesNotVary) {
  const Dataset dataset = small_dataset({"AACC", "ACAC", "TGCA"}, "ttt", {1, 2, 3});
  const FeatureScale scale = feature_scale(FeatureReader(kBases, dataset), std::vector<std::size_t>{0, 1, 2}, 1);
  EXPECT_THAT(scale.varies, ElementsAre(false, false, false));
}

}  // namespace
}  // namespace cre
