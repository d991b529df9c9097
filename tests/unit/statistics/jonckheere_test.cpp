#include "statistics/jonckheere.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace cre {
namespace {

TEST(Jonckheere, WorkedByHand) {
  // Groups {1, 3}, {2, 4}, {5}: rising pairs 3 + 2 + 2; expected (25 - 9) / 4; variance (325 - 61) / 72 by the formula
  // without ties, (N^2 (2 N + 3) - sum n^2 (2 n + 3)) / 72.
  const JonckheereTest test = jonckheere(std::vector<double>{1, 3, 2, 4, 5}, std::vector<std::uint32_t>{0, 0, 1, 1, 2});
  EXPECT_DOUBLE_EQ(test.statistic, 7.0);
  EXPECT_DOUBLE_EQ(test.expected, 4.0);
  EXPECT_DOUBLE_EQ(test.variance, 264.0 / 72.0);
  EXPECT_DOUBLE_EQ(test.z, 3.0 / std::sqrt(264.0 / 72.0));
  EXPECT_NEAR(test.p_increasing, 0.5 * std::erfc(test.z / std::sqrt(2.0)), 1e-15);
  EXPECT_NEAR(test.p_increasing + test.p_decreasing, 1.0, 1e-15);
  EXPECT_NEAR(test.p_two_sided, 2.0 * test.p_increasing, 1e-15);
}

TEST(Jonckheere, OfTwoGroupsIsMannWhitney) {
  // U = 3.5 of {1, 2} and {2, 3}; variance n1 n2 / 12 (N + 1 - (t^3 - t) / (N (N - 1))) = 4 / 12 (5 - 6 / 12).
  const JonckheereTest test = jonckheere(std::vector<double>{1, 2, 2, 3}, std::vector<std::uint32_t>{0, 0, 1, 1});
  EXPECT_DOUBLE_EQ(test.statistic, 3.5);
  EXPECT_DOUBLE_EQ(test.variance, 1.5);
}

TEST(Jonckheere, MomentsAreThoseOverAllPermutations) {
  std::vector<double> values = {1, 1, 1, 2, 2, 3, 4, 4};
  const std::vector<std::uint32_t> group = {0, 0, 0, 1, 3, 3, 3, 4};  // nothing in group 2
  const JonckheereTest test = jonckheere(values, group);
  double number = 0.0, sum = 0.0, squares = 0.0;
  do {  // each different arrangement of the values is as likely as any other
    double statistic = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (std::size_t j = 0; j < values.size(); ++j) {
        if (group[i] < group[j]) {
          statistic += values[i] < values[j] ? 1.0 : (values[i] == values[j] ? 0.5 : 0.0);
        }
      }
    }
    EXPECT_DOUBLE_EQ(jonckheere(values, group).statistic, statistic);
    number += 1.0;
    sum += statistic;
    squares += statistic * statistic;
  } while (std::next_permutation(values.begin(), values.end()));
  ASSERT_EQ(number, 1680.0);  // 8! / (3! 2! 2!)
  EXPECT_NEAR(test.expected, sum / number, 1e-12);
  EXPECT_NEAR(test.variance, squares / number - sum / number * sum / number, 1e-11);
}

TEST(Jonckheere, NothingToTest) {
  EXPECT_TRUE(std::isnan(jonckheere(std::vector<double>{1, 2}, std::vector<std::uint32_t>{1, 1}).z));
  EXPECT_TRUE(std::isnan(jonckheere(std::vector<double>{3, 3, 3}, std::vector<std::uint32_t>{0, 1, 1}).p_two_sided));
  EXPECT_TRUE(std::isnan(jonckheere(std::vector<double>{}, std::vector<std::uint32_t>{}).z));
}

}  // namespace
}  // namespace cre
