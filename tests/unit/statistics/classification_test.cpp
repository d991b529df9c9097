#include "statistics/classification.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cre {
namespace {

using testing::ElementsAre;

const std::vector<std::uint8_t> kLabel = {1, 0, 1, 0};
const std::vector<double> kScore = {0.8, 0.5, 0.5, 0.1};

TEST(Classification, LabelsIncludeTheCut) {
  EXPECT_THAT(active_labels(std::vector<double>{0.4, 0.5, 0.6}, 0.5), ElementsAre(0, 1, 1));
}

TEST(Classification, AreasWorkedByHand) {
  // Pairs of rows with labels 1 and 0: three in order, one tied, of four.
  EXPECT_DOUBLE_EQ(auroc(kLabel, kScore), 3.5 / 4.0);
  // Recall 1/2 at precision 1, the other half at precision 2/3.
  EXPECT_DOUBLE_EQ(average_precision(kLabel, kScore), 0.5 + 0.5 * 2.0 / 3.0);
}

TEST(Classification, EqualScoresTellNothing) {
  const std::vector<double> equal(4, 0.3);
  EXPECT_DOUBLE_EQ(auroc(kLabel, equal), 0.5);
  EXPECT_DOUBLE_EQ(average_precision(kLabel, equal), 0.5);  // the share of label 1
}

TEST(Classification, OneLabelOnly) {
  const std::vector<std::uint8_t> ones = {1, 1, 1, 1};
  const std::vector<std::uint8_t> zeros = {0, 0, 0, 0};
  EXPECT_TRUE(std::isnan(auroc(ones, kScore)) && std::isnan(auroc(zeros, kScore)));
  EXPECT_DOUBLE_EQ(average_precision(ones, kScore), 1.0);
  EXPECT_TRUE(std::isnan(average_precision(zeros, kScore)));
}

}  // namespace
}  // namespace cre
