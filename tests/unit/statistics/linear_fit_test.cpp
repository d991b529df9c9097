// The line through points, and whether the errors around it have one variance.

#include "statistics/linear_fit.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "statistics/breusch_pagan.h"

namespace cre {
namespace {

TEST(LinearFit, WorkedByHand) {
  // Residuals 1/6, -1/3, 1/6: variance 1/6 over one degree of freedom; t(.975, 1) = 12.706.
  const LinearFit fit = linear_fit(std::vector<double>{0, 1, 2}, std::vector<double>{0, 1, 3}, 0.95);
  EXPECT_NEAR(fit.slope, 1.5, 1e-15);
  EXPECT_NEAR(fit.intercept, -1.0 / 6.0, 1e-15);
  EXPECT_NEAR(fit.slope_error, std::sqrt(1.0 / 12.0), 1e-15);
  EXPECT_NEAR(fit.intercept_error, std::sqrt(5.0 / 36.0), 1e-15);
  EXPECT_NEAR(fit.slope_interval.high, 1.5 + 12.706204736174694 * std::sqrt(1.0 / 12.0), 1e-9);
  EXPECT_NEAR(fit.intercept_interval.low, -1.0 / 6.0 - 12.706204736174694 * std::sqrt(5.0 / 36.0), 1e-9);
  EXPECT_EQ(fit.n, 3U);
}

TEST(LinearFit, TwoPointsHaveNoErrorsAndOneXHasNoLine) {
  const LinearFit two = linear_fit(std::vector<double>{1, 2}, std::vector<double>{0, 4}, 0.95);
  EXPECT_DOUBLE_EQ(two.slope, 4.0);
  EXPECT_TRUE(std::isnan(two.slope_error) && std::isnan(two.slope_interval.low));
  const LinearFit none = linear_fit(std::vector<double>{1, 1, 1}, std::vector<double>{0, 4, 2}, 0.95);
  EXPECT_TRUE(std::isnan(none.slope) && std::isnan(none.intercept));
}

TEST(BreuschPagan, WorkedByHand) {
  // Squares 1, 1, 4, 4 follow x exactly: n R^2 = 4. Over their mean 2.5 they are .4, .4, 1.6, 1.6, with a sum of
  // squares of 4 * .36 around 1.
  const BreuschPaganTest test = breusch_pagan(std::vector<double>{1, -1, 2, -2}, std::vector<double>{0, 0, 1, 1});
  EXPECT_NEAR(test.studentized_lm, 4.0, 1e-14);
  EXPECT_NEAR(test.lm, 0.72, 1e-14);
  // scipy.stats.chi2.sf([4, .72], 1)
  EXPECT_NEAR(test.studentized_p, 0.04550026389635839, 1e-13);
  EXPECT_NEAR(test.p, 0.3961439091520741, 1e-13);
}

TEST(BreuschPagan, NothingToTest) {
  EXPECT_TRUE(std::isnan(breusch_pagan(std::vector<double>{1, -1, 1}, std::vector<double>{0, 1, 2}).p));
  EXPECT_TRUE(std::isnan(breusch_pagan(std::vector<double>{1, -1, 2}, std::vector<double>{1, 1, 1}).studentized_p));
  EXPECT_TRUE(std::isnan(breusch_pagan(std::vector<double>{1, 2}, std::vector<double>{0, 1}).lm));
}

}  // namespace
}  // namespace cre
