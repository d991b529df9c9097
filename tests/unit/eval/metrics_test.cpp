#include "eval/metrics.h"

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

TEST(Metrics, IntervalsHoldTheValue) {
  const Metrics metrics = metrics_of(testdata::simulated(200), 500);
  for (const TaskMetrics& task : metrics.tasks) {
    for (const Estimate& e : {task.metrics.pearson, task.metrics.spearman, task.metrics.mse, task.metrics.mae}) {
      EXPECT_LT(e.interval.low, e.value);
      EXPECT_GT(e.interval.high, e.value);
    }
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
