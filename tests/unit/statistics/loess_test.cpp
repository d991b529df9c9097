#include "statistics/loess.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cre {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

TEST(Loess, KeepsAStraightLine) {
  const std::vector<double> x = {4, 0, 1, 7, 2.5, 9};
  std::vector<double> y;
  for (const double value : x) {
    y.push_back(3.0 - 2.0 * value);
  }
  EXPECT_THAT(
      loess(x, y, std::vector<double>{0, 3.3, 9, 10}, 0.75),
      ElementsAre(DoubleNear(3, 1e-12), DoubleNear(-3.6, 1e-12), DoubleNear(-15, 1e-12), DoubleNear(-17, 1e-11)));
}

TEST(Loess, WorkedByHand) {
  // At 1 the three nearest of four are 0, 1, 2 with radius 1: only 1 has weight. At .5 radius 1.5: weights
  // (1 - 1/27)^3 for 0 and 1, none for 2, so the line through the first two points.
  const std::vector<double> x = {0, 1, 2, 5};
  const std::vector<double> y = {1, 5, 7, 0};
  EXPECT_THAT(loess(x, y, std::vector<double>{1.0, 0.5}, 0.75),
              ElementsAre(DoubleNear(5, 1e-12), DoubleNear(3, 1e-12)));
}

TEST(Loess, EqualX) {
  const std::vector<double> x = {1, 1, 1, 1};
  const std::vector<double> y = {1, 2, 3, 6};
  EXPECT_THAT(loess(x, y, std::vector<double>{1.0, 2.0}, 1.0), ElementsAre(3.0, 3.0));
  EXPECT_THAT(loess(x, y, std::vector<double>{1.0}, 0.75), ElementsAre(3.0));  // three would depend on their order
  EXPECT_TRUE(std::isnan(loess(std::vector<double>{}, std::vector<double>{}, std::vector<double>{1.0}, 0.75)[0]));
}

}  // namespace
}  // namespace cre
