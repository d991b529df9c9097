#include "eval/analyses/residuals.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eval/evaluation_fixture.h"

namespace cre {
namespace {

using testdata::evaluated;
using testdata::kNaN;
using testdata::task_column;

/// Three strata of two rows of one task; measured 0, so that the prediction is the error.
ErrorTrend trend_of(std::vector<double> errors) {
  const EvalRows rows = evaluated({task_column({0, 0, 0, 0, 0, 0, kNaN}, std::move(errors))});
  const Strata strata{.by = "standard_error",
                      .unit = "l2fc",
                      .names = {"Q1", "Q2", "Q3"},
                      .stratum_of = {{0, 0, 1, 1, 2, 2, 0}},
                      .bounds = {{{0, 1}, {1, 2}, {2, 3}}},
                      .why = ""};
  return error_trends(rows, strata).at(0);
}

TEST(ErrorTrends, ErrorsThatRiseAreNotFlagged) {
  // All 12 pairs of different strata rise, whatever the sign: E = 6, variance (6*5*17 - 3*2*1*9) / 72 = 19/3.
  const ErrorTrend trend = trend_of({1, -2, 3, -4, 5, 6, 99});
  EXPECT_DOUBLE_EQ(trend.rises.statistic, 12.0);
  EXPECT_NEAR(trend.rises.z, 6.0 / std::sqrt(19.0 / 3.0), 1e-14);
  EXPECT_FALSE(trend.flagged);
}

TEST(ErrorTrends, ErrorsThatDoNotRiseAre) {
  EXPECT_TRUE(trend_of({6, 5, 4, 3, 2, 1, 99}).flagged);
  EXPECT_TRUE(trend_of({1, 6, 2, 5, 3, 4, 99}).flagged);
}

TEST(ErrorTrends, EqualErrorsAreUndecided) {
  const ErrorTrend trend = trend_of({1, 1, 1, 1, 1, 1, 99});
  EXPECT_TRUE(std::isnan(trend.rises.p_increasing));
  EXPECT_FALSE(trend.flagged);
}

TEST(ErrorTrends, NoneWithoutStrata) {
  Strata none;
  none.why = "no row has a value";
  EXPECT_TRUE(error_trends(testdata::simulated(5), none).empty());
}

TEST(Residuals, OfEqualPredictions) {
  const TaskResiduals found = residuals(evaluated({task_column({1, 2, 3, 4, kNaN}, {0, 0, 0, 0, 7})})).at(0);
  EXPECT_EQ(found.summary.n, 4U);
  EXPECT_DOUBLE_EQ(found.summary.mean, 2.5);
  EXPECT_NEAR(found.summary.sd, std::sqrt(5.0 / 3.0), 1e-15);
  EXPECT_DOUBLE_EQ(found.summary.skew, 0.0);
  EXPECT_NEAR(found.kurtosis, 4.0 * 10.25 / 25.0 - 3.0, 1e-14);  // fourth powers: 2 (1.5^4 + .5^4) = 10.25
  EXPECT_TRUE(std::isnan(found.variance.p));
  EXPECT_FALSE(found.variance_flagged);
  EXPECT_TRUE(std::isnan(found.decile_ratio));
  EXPECT_FALSE(found.decile_ratio_flagged);
  EXPECT_THAT(found.smooth, testing::Each(testing::DoubleEq(2.5)));
}

TEST(Residuals, ThatGrowWithThePredictionAreFlagged) {
  std::vector<double> measured, predicted;
  for (int i = 0; i < 60; ++i) {
    predicted.push_back(i);
    measured.push_back(i + (i % 2 == 0 ? 1.0 : -1.0) * (1.0 + i));
  }
  const TaskResiduals found = residuals(evaluated({task_column(measured, predicted)})).at(0);
  EXPECT_LT(found.variance.p, 0.01);
  EXPECT_TRUE(found.variance_flagged);
  // Residuals 1, -2, ..., -6 and 55, -56, ..., -60: sums of squares 91 - 9/6 and 19855 - 9/6.
  EXPECT_NEAR(found.decile_ratio, 19853.5 / 89.5, 1e-10);
  EXPECT_TRUE(found.decile_ratio_flagged);
}

TEST(Residuals, OfATaskThatWasNotMeasured) {
  const TaskResiduals found = residuals(evaluated({task_column({kNaN, kNaN}, {1, 2})})).at(0);
  EXPECT_EQ(found.summary.n, 0U);
  EXPECT_TRUE(std::isnan(found.summary.mean));
  EXPECT_TRUE(found.histogram.counts.empty());
  EXPECT_TRUE(found.smooth.empty());
}

}  // namespace
}  // namespace cre
