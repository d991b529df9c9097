#include "eval/metrics.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "evaluation_fixture.h"

namespace cre {
namespace {

using testdata::evaluated;
using testdata::kNaN;
using testdata::task_column;

Metrics metrics_of(const EvalRows& rows, std::size_t resamples = 50) {
  const MinGaps gaps = min_gaps(rows, MinGapDefinition::target_minus_best_other);
  const BootstrapReplicates replicates =
      bootstrap_metrics(rows, gaps, element_units(rows.rows()), {.resamples = resamples, .seed = 1}, 1);
  return compute_metrics(rows, gaps, replicates, 0.95);
}

TEST(Metrics, MaskedValuesAreLeftOutPerTask) {
  // Task 1 without its masked row: measured 1 2 3 4, predicted 2 4 6 8, so r = 1, errors 1 2 3 4.
  const Metrics metrics = metrics_of(
      evaluated({task_column({1, 2, 3, 4, 5}, {5, 4, 3, 2, 1}), task_column({1, 2, kNaN, 3, 4}, {2, 4, -50, 6, 8})}));
  EXPECT_EQ(metrics.tasks[0].n, 5U);
  EXPECT_EQ(metrics.tasks[1].n, 4U);
  EXPECT_DOUBLE_EQ(metrics.tasks[0].metrics.pearson.value, -1.0);
  EXPECT_DOUBLE_EQ(metrics.tasks[1].metrics.pearson.value, 1.0);
  EXPECT_DOUBLE_EQ(metrics.tasks[1].metrics.mae.value, 2.5);
  EXPECT_DOUBLE_EQ(metrics.tasks[1].metrics.mse.value, 7.5);
  EXPECT_DOUBLE_EQ(metrics.tasks[1].rmse, std::sqrt(7.5));
  EXPECT_DOUBLE_EQ(metrics.tasks[1].r_squared, 1.0 - 30.0 / 5.0);
  EXPECT_DOUBLE_EQ(metrics.macro.metrics.pearson.value, 0.0);
  EXPECT_NEAR(metrics.macro.pearson_weighted_by_rows, (-5.0 + 4.0) / 9.0, 1e-15);
}

TEST(Metrics, ReplicatesOfTheMacroAreMeansOverTasks) {
  const EvalRows rows = testdata::simulated(40);
  const MinGaps gaps = min_gaps(rows, MinGapDefinition::top1_minus_top2);
  const BootstrapReplicates replicates =
      bootstrap_metrics(rows, gaps, element_units(40), {.resamples = 30, .seed = 8}, 2);
  ASSERT_EQ(replicates.min_gap_rho.size(), 30U);
  for (std::size_t b = 0; b < 30; ++b) {
    EXPECT_DOUBLE_EQ(replicates.macro.mae[b], (replicates.task[0].mae[b] + replicates.task[1].mae[b]) / 2);
    EXPECT_DOUBLE_EQ(replicates.macro.spearman[b],
                     (replicates.task[0].spearman[b] + replicates.task[1].spearman[b]) / 2);
  }
}

/// What stands between the 13th and 14th of 500 sorted values, and between the 13th and 14th from above: the quantiles
/// .025 and .975 are at places .025 * 499 = 12.475 and .975 * 499 = 486.525, counted from 0.
void expect_quantiles(const Estimate& estimate, std::vector<double> replicates) {
  ASSERT_EQ(replicates.size(), 500U);
  std::sort(replicates.begin(), replicates.end());
  EXPECT_NEAR(estimate.interval.low, 0.525 * replicates[12] + 0.475 * replicates[13], 1e-12);
  EXPECT_NEAR(estimate.interval.high, 0.475 * replicates[486] + 0.525 * replicates[487], 1e-12);
  EXPECT_LT(estimate.interval.low, estimate.value);
  EXPECT_GT(estimate.interval.high, estimate.value);
}

void expect_quantiles(const MetricEstimates& estimates, const MetricReplicates& replicates) {
  expect_quantiles(estimates.pearson, replicates.pearson);
  expect_quantiles(estimates.spearman, replicates.spearman);
  expect_quantiles(estimates.mse, replicates.mse);
  expect_quantiles(estimates.mae, replicates.mae);
}

TEST(Metrics, IntervalsAreQuantilesOfTheReplicates) {
  const EvalRows rows = testdata::simulated(200);
  const MinGaps gaps = min_gaps(rows, MinGapDefinition::target_minus_best_other);
  const BootstrapReplicates replicates =
      bootstrap_metrics(rows, gaps, element_units(rows.rows()), {.resamples = 500, .seed = 1}, 1);
  const Metrics metrics = compute_metrics(rows, gaps, replicates, 0.95);
  for (std::size_t k = 0; k < rows.task_count(); ++k) {
    expect_quantiles(metrics.tasks[k].metrics, replicates.task[k]);
  }
  expect_quantiles(metrics.macro.metrics, replicates.macro);
  expect_quantiles(metrics.min_gap.value().rho, replicates.min_gap_rho);
}

TEST(Metrics, TheIntervalOfAMeanIsAsWideAsItsStandardErrorSays) {
  // The mean absolute error is a mean over rows. 500 resamples leave some 4 % of chance in the width of its interval.
  const EvalRows rows = testdata::simulated(200);
  const Metrics metrics = metrics_of(rows, 500);
  for (std::size_t k = 0; k < rows.task_count(); ++k) {
    const Estimate& mae = metrics.tasks[k].metrics.mae;
    double squares = 0.0;
    for (std::size_t i = 0; i < 200; ++i) {
      squares += std::pow(std::abs(rows.task[k].predicted[i] - rows.task[k].activity[i]) - mae.value, 2);
    }
    const double standard_error = std::sqrt(squares / 199.0 / 200.0);
    EXPECT_NEAR((mae.interval.high - mae.interval.low) / (2 * 1.96 * standard_error), 1.0, 0.2);
  }
}

TEST(Metrics, RelativeToTheNoiseCeiling) {
  // var(1..5) = 2.5 and s = 0.1 everywhere: reliability 1 - 0.01 / 2.5.
  const Metrics metrics = metrics_of(evaluated({task_column({1, 2, 3, 4, 5}, {1, 2, 3, 4, 5})}));
  EXPECT_NEAR(metrics.tasks[0].relative_pearson, 1.0 / std::sqrt(0.996), 1e-14);
}

TEST(Metrics, Labels) {
  EXPECT_STREQ(correlation_label(0.61), "good");
  EXPECT_STREQ(correlation_label(0.60), "moderate");
  EXPECT_STREQ(correlation_label(0.40), "moderate");
  EXPECT_STREQ(correlation_label(0.39), "weak");
  EXPECT_STREQ(correlation_label(0.20), "weak");
  EXPECT_STREQ(correlation_label(0.19), "poor");
  EXPECT_STREQ(correlation_label(-0.9), "poor");
  EXPECT_STREQ(correlation_label(kNaN), "undefined");
}

}  // namespace
}  // namespace cre
