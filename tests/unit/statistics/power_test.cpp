#include "statistics/power.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace cre {
namespace {

TEST(Power, SmallestResolvableDifference) {
  // The textbook factor for alpha .05 and power .80: 1.95996 + .84162 = 2.80159.
  EXPECT_NEAR(smallest_resolvable(0.01, 0.05, 0.8), 0.028015852181129683, 1e-14);
  // A thirtieth of alpha: z(1 - .05 / 60) = 3.143980287069073.
  EXPECT_NEAR(smallest_resolvable(0.01, 0.05 / 30.0, 0.8), 0.03985601520641987, 1e-14);
  EXPECT_TRUE(std::isnan(smallest_resolvable(std::numeric_limits<double>::quiet_NaN(), 0.05, 0.8)));
}

}  // namespace
}  // namespace cre
