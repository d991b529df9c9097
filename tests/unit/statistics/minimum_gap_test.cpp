#include "statistics/minimum_gap.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace cre {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(MinimumGap, OfTheTargetIsToTheBestOther) {
  constexpr std::array<double, 3> activity = {1.0, 4.0, 2.5};
  EXPECT_DOUBLE_EQ(target_minus_best_other(activity, 0), -3.0);
  EXPECT_DOUBLE_EQ(target_minus_best_other(activity, 1), 1.5);
  EXPECT_DOUBLE_EQ(target_minus_best_other(activity, 2), -1.5);
}

TEST(MinimumGap, WithoutTargetIsOfTheTwoLargest) {
  EXPECT_DOUBLE_EQ(top1_minus_top2(std::array{1.0, 4.0, 2.5}), 1.5);
  EXPECT_DOUBLE_EQ(top1_minus_top2(std::array{-1.0, -4.0}), 3.0);
  EXPECT_DOUBLE_EQ(top1_minus_top2(std::array{2.0, 2.0, 1.0}), 0.0);
}

TEST(MinimumGap, IsUndefinedWhereAValueIsMissing) {
  EXPECT_TRUE(std::isnan(target_minus_best_other(std::array{1.0, kNan, 2.0}, 0)));
  EXPECT_TRUE(std::isnan(target_minus_best_other(std::array{kNan, 1.0}, 0)));
  EXPECT_TRUE(std::isnan(top1_minus_top2(std::array{1.0, 2.0, kNan})));
}

}  // namespace
}  // namespace cre
