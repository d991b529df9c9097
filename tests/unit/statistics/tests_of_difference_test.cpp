// Holm's adjustment, Fisher's z, Wilson's interval, over-representation, and the noise ceiling.

#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "statistics/fisher.h"
#include "statistics/hypergeometric.h"
#include "statistics/multiple_testing.h"
#include "statistics/noise_ceiling.h"
#include "statistics/wilson.h"

namespace cre {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

const double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Holm, WorkedByHand) {
  // Sorted .005 .01 .03 .04 times 4 3 2 1 is .02 .03 .06 .04; made monotone: .02 .03 .06 .06.
  EXPECT_THAT(
      holm_adjusted(std::vector<double>{0.01, 0.04, 0.03, 0.005}),
      ElementsAre(DoubleNear(0.03, 1e-15), DoubleNear(0.06, 1e-15), DoubleNear(0.06, 1e-15), DoubleNear(0.02, 1e-15)));
}

TEST(Holm, CapsAtOneAndKeepsASingleTest) {
  EXPECT_THAT(holm_adjusted(std::vector<double>{0.7, 0.6}), ElementsAre(1.0, 1.0));
  EXPECT_THAT(holm_adjusted(std::vector<double>{0.04}), ElementsAre(0.04));
  EXPECT_TRUE(holm_adjusted(std::vector<double>{}).empty());
}

TEST(Holm, UndefinedTestsDoNotCount) {
  const std::vector<double> adjusted = holm_adjusted(std::vector<double>{kNaN, 0.01, 0.5});
  EXPECT_TRUE(std::isnan(adjusted[0]));
  EXPECT_DOUBLE_EQ(adjusted[1], 0.02);
  EXPECT_DOUBLE_EQ(adjusted[2], 0.5);
}

// Expected values: 2 * scipy.stats.norm.sf(|z|) with z from numpy.arctanh.
TEST(Fisher, EqualsScipy) {
  const CorrelationPair first{.a = 0.70, .b = 0.62, .n_a = 103, .n_b = 103};
  const CorrelationPair second{.a = 0.50, .b = 0.30, .n_a = 50, .n_b = 50};
  EXPECT_NEAR(fisher_z_p(std::vector{first}), 0.31432865195316173, 1e-14);
  EXPECT_NEAR(fisher_z_p(std::vector{first, second}), 0.12659250923935997, 1e-14);
}

TEST(Fisher, Edges) {
  EXPECT_DOUBLE_EQ(fisher_z_p(std::vector{CorrelationPair{1.0, 1.0, 10, 10}}), 1.0);
  EXPECT_DOUBLE_EQ(fisher_z_p(std::vector{CorrelationPair{1.0, 0.5, 10, 10}}), 0.0);
  EXPECT_TRUE(std::isnan(fisher_z_p(std::vector{CorrelationPair{0.5, 0.5, 3, 3}})));
  EXPECT_TRUE(std::isnan(fisher_z_p(std::vector{CorrelationPair{kNaN, 0.5, 10, 10}})));
}

// Pearson's as scipy.stats.pearsonr(...).confidence_interval gives it; Spearman's from numpy.arctanh and tanh.
TEST(FisherInterval, EqualsScipyAndNumpy) {
  const Interval pearson = fisher_z_interval(0.8, 50.0, CorrelationKind::pearson, 0.95);
  EXPECT_NEAR(pearson.low, 0.6710891995764624, 1e-14);
  EXPECT_NEAR(pearson.high, 0.881955481608882, 1e-14);
  const Interval spearman = fisher_z_interval(0.8, 50.0, CorrelationKind::spearman, 0.95);
  EXPECT_NEAR(spearman.low, 0.6470163947824259, 1e-14);
  EXPECT_NEAR(spearman.high, 0.8910656195105093, 1e-14);
}

TEST(FisherInterval, Edges) {
  const Interval perfect = fisher_z_interval(-1.0, 50.0, CorrelationKind::pearson, 0.95);
  EXPECT_EQ(perfect.low, -1.0);
  EXPECT_EQ(perfect.high, -1.0);
  EXPECT_TRUE(std::isnan(fisher_z_interval(0.5, 3.0, CorrelationKind::pearson, 0.95).low));
  EXPECT_TRUE(std::isnan(fisher_z_interval(kNaN, 50.0, CorrelationKind::pearson, 0.95).high));
}

// scipy.stats.binomtest(k, n).proportion_ci(confidence, method="wilson")
TEST(Wilson, EqualsScipy) {
  EXPECT_NEAR(wilson_interval(7, 20, 0.95).low, 0.1811918241010821, 1e-14);
  EXPECT_NEAR(wilson_interval(7, 20, 0.95).high, 0.5671457233147637, 1e-14);
  EXPECT_EQ(wilson_interval(0, 10, 0.95).low, 0.0);
  EXPECT_NEAR(wilson_interval(0, 10, 0.95).high, 0.27753279986288926, 1e-14);
  EXPECT_NEAR(wilson_interval(10, 10, 0.90).low, 0.787058029916593, 1e-14);
  EXPECT_EQ(wilson_interval(10, 10, 0.90).high, 1.0);
  EXPECT_TRUE(std::isnan(wilson_interval(0, 0, 0.95).low));
}

// scipy.stats.hypergeom.sf(common - 1, rows, marked, chosen)
TEST(Hypergeometric, EqualsScipy) {
  EXPECT_NEAR(hypergeometric_tail({.common = 6, .chosen = 12, .marked = 7, .rows = 20}), 0.10557275541795666, 1e-15);
  EXPECT_NEAR(
      hypergeometric_tail({.common = 120, .chosen = 8000, .marked = 5000, .rows = 776474}) / 1.37331406438583e-16, 1.0,
      1e-8);
  EXPECT_NEAR(hypergeometric_tail({.common = 50, .chosen = 80, .marked = 100, .rows = 1000}) / 1.8840543753266283e-35,
              1.0, 1e-10);
}

TEST(Hypergeometric, WhatMustBeAndWhatCannotBe) {
  EXPECT_EQ(hypergeometric_tail({.common = 0, .chosen = 3, .marked = 2, .rows = 10}), 1.0);
  EXPECT_EQ(hypergeometric_tail({.common = 3, .chosen = 5, .marked = 8, .rows = 10}), 1.0);  // two are not marked
  EXPECT_EQ(hypergeometric_tail({.common = 3, .chosen = 3, .marked = 2, .rows = 10}), 0.0);
  EXPECT_NEAR(hypergeometric_tail({.common = 2, .chosen = 3, .marked = 2, .rows = 10}), 3.0 / 45.0, 1e-15);
}

TEST(NoiseCeiling, WorkedByHand) {
  // var(1, 2, 3, 4) = 5/3; mean of s^2 = (0.04 + 0.16 + 0.04 + 0.16) / 4 = 0.1; the row without an error is left out.
  const NoiseCeiling ceiling =
      noise_ceiling(std::vector<double>{1, 2, 3, 4, 100}, std::vector<double>{0.2, 0.4, 0.2, 0.4, kNaN});
  EXPECT_NEAR(ceiling.reliability, 1.0 - 0.1 * 3.0 / 5.0, 1e-15);
  EXPECT_NEAR(ceiling.r_max, std::sqrt(0.94), 1e-15);
}

TEST(NoiseCeiling, ErrorsLargerThanTheSpread) {
  const NoiseCeiling ceiling = noise_ceiling(std::vector<double>{0.0, 0.1}, std::vector<double>{1.0, 1.0});
  EXPECT_LT(ceiling.reliability, 0.0);
  EXPECT_EQ(ceiling.r_max, 0.0);
}

TEST(NoiseCeiling, NoStandardErrors) {
  EXPECT_TRUE(std::isnan(noise_ceiling(std::vector<double>{1, 2}, std::vector<double>{kNaN, kNaN}).r_max));
}

}  // namespace
}  // namespace cre
