#include "qc/merging/merge_values.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

namespace cre {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

MergedValue merged(const std::vector<double>& values, const std::vector<double>& errors, MergeMethod method) {
  return merge_values(values, errors, method);
}

TEST(MergeValues, ByHand) {
  const MergedValue mean = merged({1, 2, 6}, {0.3, 0.4, 1.2}, MergeMethod::mean);
  EXPECT_DOUBLE_EQ(mean.value, 3.0);
  EXPECT_DOUBLE_EQ(mean.error, 1.3 / 3.0);  // sqrt(0.09 + 0.16 + 1.44) = 1.3
  const MergedValue median = merged({1, 2, 6}, {0.3, 0.4, 1.2}, MergeMethod::median);
  EXPECT_EQ(median.value, 2.0);
  EXPECT_DOUBLE_EQ(median.error, std::sqrt(std::numbers::pi / 2) * 1.3 / 3.0);
  const MergedValue weighted = merged({1, 2}, {0.5, 1.0}, MergeMethod::inverse_variance);
  EXPECT_DOUBLE_EQ(weighted.value, (4.0 * 1 + 1.0 * 2) / 5.0);
  EXPECT_DOUBLE_EQ(weighted.error, 1.0 / std::sqrt(5.0));
}

TEST(MergeValues, TheMedianOfTwoIsTheirMean) {
  const MergedValue two = merged({1, 4}, {0.3, 0.4}, MergeMethod::median);
  EXPECT_EQ(two.value, 2.5);
  EXPECT_DOUBLE_EQ(two.error, 0.25);
}

TEST(MergeValues, OneValueStaysAsItIs) {
  for (const MergeMethod method : {MergeMethod::mean, MergeMethod::median, MergeMethod::inverse_variance}) {
    EXPECT_EQ(merged({1.5}, {0.2}, method).value, 1.5);
    EXPECT_EQ(merged({1.5}, {0.2}, method).error, 0.2);
  }
}

TEST(MergeValues, ValuesWithoutErrors) {
  EXPECT_TRUE(std::isnan(merged({1, 2}, {0.1, kNan}, MergeMethod::mean).error));
  const MergedValue one_left = merged({1, 2}, {0.1, kNan}, MergeMethod::inverse_variance);
  EXPECT_NEAR(one_left.value, 1.0, 1e-15);
  EXPECT_NEAR(one_left.error, 0.1, 1e-15);
  const MergedValue none = merged({1, 2}, {kNan, 0.0}, MergeMethod::inverse_variance);
  EXPECT_EQ(none.value, 1.5);
  EXPECT_TRUE(std::isnan(none.error));
}

TEST(ErrorBySpread, ByHand) {
  const std::vector<double> values = {1, 2, 6};  // sd = sqrt(7)
  EXPECT_DOUBLE_EQ(error_by_spread(values, MergeMethod::mean), std::sqrt(7.0 / 3.0));
  EXPECT_DOUBLE_EQ(error_by_spread(values, MergeMethod::median),
                   std::sqrt(std::numbers::pi / 2) * std::sqrt(7.0) / std::sqrt(3.0));
  EXPECT_TRUE(std::isnan(error_by_spread(std::vector<double>{1.5}, MergeMethod::mean)));
  EXPECT_TRUE(std::isnan(error_by_spread(std::vector<double>{0.1, 0.1, 0.1}, MergeMethod::mean)));
}

}  // namespace
}  // namespace cre
