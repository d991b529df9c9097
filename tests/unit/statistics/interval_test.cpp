#include "statistics/interval.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace cre {
namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(PercentileInterval, EqualsNumpyPercentile) {
  // numpy.percentile([...], [2.5, 97.5])
  const Interval interval = percentile_interval(std::vector<double>{3.1, -1.0, 2.0, 7.5, 0.25, 4.0, 4.0}, 0.95);
  EXPECT_NEAR(interval.low, -0.8125, 1e-14);
  EXPECT_NEAR(interval.high, 6.974999999999999, 1e-14);
  EXPECT_EQ(interval.skipped, 0U);
}

TEST(PercentileInterval, LeavesOutAndCountsUndefinedReplicates) {
  const Interval interval = percentile_interval(std::vector<double>{kNaN, 1.0, 3.0, kNaN}, 0.5);
  EXPECT_DOUBLE_EQ(interval.low, 1.5);
  EXPECT_DOUBLE_EQ(interval.high, 2.5);
  EXPECT_EQ(interval.skipped, 2U);
}

TEST(PercentileInterval, NothingDefined) {
  const Interval interval = percentile_interval(std::vector<double>{kNaN, kNaN}, 0.95);
  EXPECT_TRUE(std::isnan(interval.low) && std::isnan(interval.high));
  EXPECT_EQ(interval.skipped, 2U);
}

TEST(TwoSidedP, CountsTheSmallerSide) {
  std::vector<double> differences(100, 1.0);
  std::fill_n(differences.begin(), 10, -1.0);
  EXPECT_DOUBLE_EQ(two_sided_p(differences), 0.2);  // 2 * 10 / 100
}

TEST(TwoSidedP, IsNeverZero) {
  EXPECT_DOUBLE_EQ(two_sided_p(std::vector<double>(999, 0.3)), 2.0 / 1000.0);
}

TEST(TwoSidedP, NoDifferenceAtAllGivesOne) {
  EXPECT_DOUBLE_EQ(two_sided_p(std::vector<double>(50, 0.0)), 1.0);
}

TEST(TwoSidedP, UndefinedReplicatesDoNotCount) {
  EXPECT_DOUBLE_EQ(two_sided_p(std::vector<double>{kNaN, 1.0, -1.0, 1.0, 1.0}), 0.5);  // 2 * 1 / 4
  EXPECT_TRUE(std::isnan(two_sided_p(std::vector<double>{kNaN})));
}

}  // namespace
}  // namespace cre
