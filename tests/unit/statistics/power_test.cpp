#include "statistics/power.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace cre {
namespace {

TEST(Power, QuantilesOfTheNormalDistribution) {
  // scipy.stats.norm.ppf
  EXPECT_NEAR(normal_quantile(0.5), 0.0, 1e-15);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-13);
  EXPECT_NEAR(normal_quantile(0.8), 0.8416212335729143, 1e-13);
  EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 1e-12);
}

TEST(Power, SmallestResolvableDifference) {
  // The textbook factor for alpha .05 and power .80: 1.95996 + .84162 = 2.80159.
  EXPECT_NEAR(smallest_resolvable(0.01, 0.05, 0.8), 0.028015852181129683, 1e-14);
  // A thirtieth of alpha: z(1 - .05 / 60) = 3.143980287069073.
  EXPECT_NEAR(smallest_resolvable(0.01, 0.05 / 30.0, 0.8), 0.03985601520641987, 1e-14);
  EXPECT_TRUE(std::isnan(smallest_resolvable(std::numeric_limits<double>::quiet_NaN(), 0.05, 0.8)));
}

}  // namespace
}  // namespace cre
