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

ArmValues values_of(const PreparedModel& model, std::size_t rows, const BootstrapPlan& plan, unsigned threads = 1) {
  return resampled_values({{.models = {model}, .row_set = 0}}, MeasureLayout(model.task_count()), element_units(rows),
                          plan, threads)
      .front();
}

Metrics metrics_of(const EvalRows& rows, std::size_t resamples = 50) {
  const PreparedModel model(rows, {.min_gap = MinGapDefinition::target_minus_best_other, .micro = true}, 2);
  return compute_metrics(rows, model, values_of(model, rows.rows(), {.resamples = resamples, .seed = 1}),
                         element_units(rows.rows()), {.method = IntervalMethod::percentile, .confidence = 0.95});
}

TEST(Metrics, MaskedValuesAreLeftOutPerTask) {
  // Task 1 without its masked row: measured 1 2 3 4, predicted 2 4 6 8, so r = 1, errors 1 2 3 4.
  const Metrics metrics = metrics_of(
      evaluated({task_column({1, 2, 3, 4, 5}, {5, 4, 3, 2, 1}), task_column({1, 2, kNaN, 3, 4}, {2, 4, -50, 6, 8})}));
  EXPECT_EQ(metrics.n[0], 5U);
  EXPECT_EQ(metrics.n[1], 4U);
  EXPECT_DOUBLE_EQ(metrics.task("pearson", 0).value, -1.0);
  EXPECT_DOUBLE_EQ(metrics.task("pearson", 1).value, 1.0);
  EXPECT_DOUBLE_EQ(metrics.task("mae", 1).value, 2.5);
  EXPECT_DOUBLE_EQ(metrics.task("mse", 1).value, 7.5);
  EXPECT_DOUBLE_EQ(metrics.task("rmse", 1).value, std::sqrt(7.5));
  EXPECT_DOUBLE_EQ(metrics.task("r_squared", 1).value, 1.0 - 30.0 / 5.0);
  EXPECT_DOUBLE_EQ(metrics.macro("pearson").value, 0.0);
  EXPECT_NEAR(metrics.weighted("pearson").value, (-5.0 + 4.0) / 9.0, 1e-15);
}

TEST(Metrics, ReplicatesOfTheMacroAreMeansOverTasks) {
  const EvalRows rows = testdata::simulated(40);
  const ArmValues values =
      values_of(PreparedModel(rows, {.min_gap = MinGapDefinition::top1_minus_top2, .active_from = 0.0}, 1), 40,
                {.resamples = 30, .seed = 8}, 2);
  const MeasureLayout layout(2);
  for (const Measure& measure : measures()) {
    if (measure.scope == MeasureScope::gap || measure.resampled == nullptr) {
      continue;
    }
    for (std::size_t b = 0; b < 30; ++b) {
      const auto replicate = [&](std::size_t place) { return values.replicate[layout.index(measure.name, place)][b]; };
      EXPECT_DOUBLE_EQ(replicate(layout.macro()), (replicate(0) + replicate(1)) / 2) << measure.name;
    }
  }
}

TEST(Metrics, AResampleOfEveryRowOnceHasTheValuesOfAllRows) {
  const EvalRows rows = testdata::simulated(101);
  const PreparedModel model(rows, {.min_gap = MinGapDefinition::target_minus_best_other, .micro = true}, 2);
  DrawnRows drawn;
  model.draw(every_row_once(101), drawn);
  const std::vector<BatchValues> resampled = model.values(drawn);
  const std::vector<double> direct = model.values(2);
  const MeasureLayout layout(2);
  for (const Measure& measure : measures()) {
    const std::size_t places = measure.scope == MeasureScope::gap ? 1 : layout.places();
    for (std::size_t place = 0; measure.resampled != nullptr && place < places; ++place) {
      const std::size_t i = layout.index(measure.name, place);
      for (const double value : resampled[i]) {
        EXPECT_NEAR(value, direct[i], 1e-12) << measure.name;
      }
    }
  }
}

/// What stands between the 13th and 14th of 500 sorted values, and between the 13th and 14th from above: the quantiles
/// .025 and .975 are at places .025 * 499 = 12.475 and .975 * 499 = 486.525, counted from 0.
void expect_quantiles(const Estimate& estimate, std::vector<double> replicates) {
  ASSERT_EQ(replicates.size(), 500U);
  std::sort(replicates.begin(), replicates.end());
  EXPECT_NEAR(estimate.interval.low, 0.525 * replicates[12] + 0.475 * replicates[13], 1e-12);
  EXPECT_NEAR(estimate.interval.high, 0.475 * replicates[486] + 0.525 * replicates[487], 1e-12);
  EXPECT_LE(estimate.interval.low, estimate.value);
  EXPECT_GE(estimate.interval.high, estimate.value);
}

TEST(Metrics, IntervalsAreQuantilesOfTheReplicates) {
  const EvalRows rows = testdata::simulated(200);
  const PreparedModel model(rows, {.min_gap = MinGapDefinition::target_minus_best_other, .micro = true}, 2);
  const ArmValues values = values_of(model, rows.rows(), {.resamples = 500, .seed = 1});
  const Metrics metrics = compute_metrics(rows, model, values, element_units(rows.rows()),
                                          {.method = IntervalMethod::percentile, .confidence = 0.95});
  for (const Measure& measure : measures()) {
    const std::size_t places = measure.scope == MeasureScope::gap ? 1 : metrics.layout.places();
    for (std::size_t place = 0; measure.resampled != nullptr && place < places; ++place) {
      SCOPED_TRACE(measure.name);
      const std::size_t i = metrics.layout.index(measure.name, place);
      expect_quantiles(metrics.estimates[i], values.replicate[i]);
    }
  }
}

TEST(Metrics, TheIntervalOfAMeanIsAsWideAsItsStandardErrorSays) {
  // The mean absolute error is a mean over rows. 500 resamples leave some 4 % of chance in the width of its interval.
  const EvalRows rows = testdata::simulated(200);
  const Metrics metrics = metrics_of(rows, 500);
  for (std::size_t k = 0; k < rows.task_count(); ++k) {
    const Estimate& mae = metrics.task("mae", k);
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
  EXPECT_NEAR(metrics.relative_pearson[0], 1.0 / std::sqrt(0.996), 1e-14);
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
