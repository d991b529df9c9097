#include "statistics/distributions.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

namespace cre {
namespace {

const double kInfinity = std::numeric_limits<double>::infinity();

TEST(Distributions, NormalQuantiles) {
  // scipy.stats.norm.ppf
  EXPECT_NEAR(normal_quantile(0.5), 0.0, 1e-15);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-13);
  EXPECT_NEAR(normal_quantile(0.8), 0.8416212335729143, 1e-13);
  EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 1e-12);
}

TEST(Distributions, NormalProbabilities) {
  // scipy.stats.norm.cdf
  EXPECT_NEAR(normal_probability(1.25), 0.8943502263331446, 1e-15);
  EXPECT_NEAR(normal_probability(-8.0) / 6.220960574271785e-16, 1.0, 1e-13);
}

TEST(Distributions, StudentQuantiles) {
  // To more digits than scipy.stats.t.ppf has: for one degree of freedom the quantile is tan(pi (p - 1/2)), for two
  // (2 p - 1) / sqrt(2 p (1 - p)).
  EXPECT_NEAR(student_quantile(0.975, 1), std::tan(0.475 * std::numbers::pi), 1e-12);
  EXPECT_NEAR(student_quantile(0.9, 2), 0.8 / std::sqrt(0.18), 1e-14);
  // scipy.stats.t.ppf
  EXPECT_NEAR(student_quantile(0.975, 3), 3.1824463052837078, 1e-11);
  EXPECT_NEAR(student_quantile(0.05, 48), -1.6772241961243386, 1e-12);
}

TEST(Distributions, ChiSquaredTails) {
  // scipy.stats.chi2.sf
  EXPECT_NEAR(chi_squared_tail(3.841458820694124, 1), 0.05, 1e-14);
  EXPECT_NEAR(chi_squared_tail(100.0, 1) / 1.523970604832094e-23, 1.0, 1e-12);
  EXPECT_EQ(chi_squared_tail(0.0, 1), 1.0);
  EXPECT_EQ(chi_squared_tail(kInfinity, 1), 0.0);
  EXPECT_TRUE(std::isnan(chi_squared_tail(std::numeric_limits<double>::quiet_NaN(), 1)));
}

}  // namespace
}  // namespace cre
