#include "statistics/reliability.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "statistics/noise_ceiling.h"

namespace cre {
namespace {

TEST(SpearmanBrown, ByHand) {
  EXPECT_DOUBLE_EQ(spearman_brown(0.5, 2), 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(spearman_brown(0.5, 1), 0.5);
  EXPECT_DOUBLE_EQ(spearman_brown(0.8, 3), 2.4 / 2.6);
  EXPECT_TRUE(std::isnan(spearman_brown(-0.5, 3)));  // the denominator is 0
  EXPECT_TRUE(std::isnan(spearman_brown(std::numeric_limits<double>::quiet_NaN(), 2)));
}

// Shrout and Fleiss (1979), table 2: six targets, four judges; their table 4 has ICC(1, 1) = .17.
TEST(IntraclassCorrelation, PublishedExample) {
  const std::vector<double> values = {9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7};
  const double found = intraclass_correlation(values, std::vector<std::size_t>{0, 4, 8, 12, 16, 20, 24});
  EXPECT_NEAR(found, 0.17, 0.005);
  EXPECT_NEAR(spearman_brown(found, 4), 0.44, 0.005);  // their ICC(1, 4)
}

TEST(IntraclassCorrelation, SizesDifferAndSinglesAreLeftOut) {
  // Elements {1, 3}, {7}, {4, 5, 6}: n = 5, mean 3.8; MSB = 2 * 1.8^2 + 3 * 1.2^2 = 10.8, MSW = (2 + 2) / 3,
  // k0 = 5 - 13 / 5 = 2.4.
  const std::vector<double> values = {1, 3, 7, 4, 5, 6};
  const double within = 4.0 / 3.0;
  EXPECT_NEAR(intraclass_correlation(values, std::vector<std::size_t>{0, 2, 3, 6}),
              (10.8 - within) / (10.8 + 1.4 * within), 1e-14);
}

TEST(IntraclassCorrelation, UndefinedWithoutTwoElementsOrSpread) {
  EXPECT_TRUE(std::isnan(intraclass_correlation(std::vector<double>{1, 2, 3}, std::vector<std::size_t>{0, 2, 3})));
  EXPECT_TRUE(std::isnan(intraclass_correlation(std::vector<double>{2, 2, 2, 2}, std::vector<std::size_t>{0, 2, 4})));
}

TEST(NoiseCeiling, OfAReliability) {
  EXPECT_DOUBLE_EQ(ceiling_of(0.81).r_max, 0.9);
  EXPECT_EQ(ceiling_of(-0.2).r_max, 0.0);
  EXPECT_TRUE(std::isnan(ceiling_of(std::numeric_limits<double>::quiet_NaN()).r_max));
}

}  // namespace
}  // namespace cre
