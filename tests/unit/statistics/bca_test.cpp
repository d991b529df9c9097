#include "statistics/bca.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "statistics/distributions.h"

namespace cre {
namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(BiasCorrection, CountsEqualReplicatesHalf) {
  // One below and one equal of four: 1.5 / 4.
  EXPECT_NEAR(bias_correction(std::vector<double>{0.0, 1.0, kNaN, 2.0, 3.0}, 1.0), normal_quantile(0.375), 1e-15);
  EXPECT_NEAR(bias_correction(std::vector<double>{1.0, 1.0}, 1.0), 0.0, 1e-15);
}

TEST(BiasCorrection, IsInfiniteWhereAllReplicatesAreOnOneSide) {
  EXPECT_EQ(bias_correction(std::vector<double>{1.0, 2.0}, 0.0), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(bias_correction(std::vector<double>{1.0, 2.0}, 3.0), std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(bias_correction(std::vector<double>{kNaN}, 3.0)));
}

TEST(Acceleration, WorkedByHand) {
  // Mean 2, u = 1, 1, -2: cubes -6, squares 6; -6 / (6 * 6^1.5).
  EXPECT_NEAR(acceleration(std::vector<double>{1.0, 1.0, kNaN, 4.0}), -1.0 / (6.0 * std::sqrt(6.0)), 1e-15);
  EXPECT_TRUE(std::isnan(acceleration(std::vector<double>{0.1, 0.1, 0.1})));
  EXPECT_TRUE(std::isnan(acceleration(std::vector<double>{})));
}

TEST(BcaInterval, IsThePercentileIntervalWithoutBiasAndAcceleration) {
  std::vector<double> replicates;
  for (int i = 0; i <= 100; ++i) {
    replicates.push_back(i);
  }
  const Interval interval = bca_interval(replicates, 50.0, std::vector<double>{-1.0, 0.0, 1.0}, 0.9);
  EXPECT_NEAR(interval.low, 5.0, 1e-9);
  EXPECT_NEAR(interval.high, 95.0, 1e-9);
}

TEST(BcaInterval, EqualsSciPy) {
  // scipy.stats.bootstrap(([1, 2, 4, 8, 16, 32],), numpy.mean, method="BCa") with its resamples replaced by these ten;
  // z0 = Phi^-1(.6), a from the six means of five values.
  const std::vector<double> replicates = {3.5, 5.0, 6.5, 8.0, 9.0, 10.0, 12.0, 14.0, 17.5, 21.0};
  const std::vector<double> jackknife = {62.0 / 5, 61.0 / 5, 59.0 / 5, 55.0 / 5, 47.0 / 5, 31.0 / 5};
  const Interval interval = bca_interval(replicates, 10.5, jackknife, 0.8);
  EXPECT_NEAR(interval.low, 6.759427129101458, 1e-12);
  EXPECT_NEAR(interval.high, 20.260071188360065, 1e-12);
}

TEST(BcaInterval, UndefinedWithoutSpreadOnBothSides) {
  const std::vector<double> jackknife = {1.0, 1.0, 4.0};
  const Interval one_sided = bca_interval(std::vector<double>{1.0, kNaN, 2.0}, 5.0, jackknife, 0.95);
  EXPECT_TRUE(std::isnan(one_sided.low) && std::isnan(one_sided.high));
  EXPECT_EQ(one_sided.skipped, 1U);
  EXPECT_TRUE(std::isnan(bca_interval(std::vector<double>{1.0, 2.0}, 1.5, std::vector<double>{}, 0.95).low));
}

}  // namespace
}  // namespace cre
