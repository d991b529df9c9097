#include "eval/acceptance.h"

#include <gtest/gtest.h>

#include "evaluation_fixture.h"

namespace cre {
namespace {

Estimate estimate(double value, double low) {
  return {value, {.low = low, .high = 1.0, .skipped = 0}};
}

Estimate& at(Metrics& metrics, std::string_view measure, std::size_t place) {
  return metrics.estimates[metrics.layout.index(measure, place)];
}

/// Four tasks of which three reach .50; everything passes by a little.
Metrics passing() {
  Metrics metrics;
  metrics.tasks = {"a", "b", "c", "d"};
  metrics.layout = MeasureLayout(4);
  metrics.estimates.resize(metrics.layout.size());
  const std::vector<double> r = {0.80, 0.70, 0.51, 0.49};
  for (std::size_t k = 0; k < r.size(); ++k) {
    at(metrics, "pearson", k) = estimate(r[k], r[k]);
  }
  at(metrics, "pearson", 4) = estimate(0.61, 0.51);
  metrics.min_gap = MinGapMetrics{};
  at(metrics, "min_gap_rho", 0) = estimate(0.31, 0.01);
  return metrics;
}

bool passes(const Metrics& metrics, const std::string& name) {
  for (const AcceptanceRow& row : acceptance_table(metrics, std::nullopt, {})) {
    if (row.name == name) {
      return row.pass.value();
    }
  }
  ADD_FAILURE() << name << " is no criterion";
  return false;
}

TEST(Acceptance, AllCriteriaPass) {
  const std::vector<AcceptanceRow> table = acceptance_table(passing(), std::nullopt, {});
  ASSERT_EQ(table.size(), 3U);
  EXPECT_TRUE(accepted(table));
  EXPECT_DOUBLE_EQ(table[1].value, 0.75);
  EXPECT_EQ(table[1].text, "Share of tasks with a Pearson correlation of at least 0.500: 3 of 4 (at least 70 %)");
}

TEST(Acceptance, EachNumberCounts) {
  Metrics metrics = passing();
  at(metrics, "pearson", 4) = estimate(0.59, 0.51);
  EXPECT_FALSE(passes(metrics, "mean_pearson"));
  at(metrics, "pearson", 4) = estimate(0.61, 0.49);
  EXPECT_FALSE(passes(metrics, "mean_pearson"));
  at(metrics, "pearson", 2) = estimate(0.49, 0.4);
  EXPECT_FALSE(passes(metrics, "task_pearson"));
  at(metrics, "min_gap_rho", 0) = estimate(0.31, 0.0);
  EXPECT_FALSE(passes(metrics, "min_gap_rho"));
  at(metrics, "min_gap_rho", 0) = estimate(0.29, 0.2);
  EXPECT_FALSE(passes(metrics, "min_gap_rho"));
  EXPECT_FALSE(accepted(acceptance_table(metrics, std::nullopt, {})));
}

TEST(Acceptance, UndefinedNeverPasses) {
  Metrics metrics = passing();
  at(metrics, "pearson", 4) = estimate(testdata::kNaN, testdata::kNaN);
  at(metrics, "pearson", 0) = at(metrics, "pearson", 1) = at(metrics, "pearson", 4);
  at(metrics, "min_gap_rho", 0) = at(metrics, "pearson", 4);
  for (const AcceptanceRow& row : acceptance_table(metrics, std::nullopt, {})) {
    EXPECT_EQ(row.pass, false) << row.name;
  }
}

TEST(Acceptance, WhatHasNothingToJudgeDoesNotCount) {
  Metrics metrics = passing();
  metrics.min_gap.reset();
  std::vector<AcceptanceRow> table = acceptance_table(metrics, std::nullopt, {});
  EXPECT_EQ(table[2].name, "min_gap_rho");
  EXPECT_FALSE(table[2].pass.has_value());
  EXPECT_TRUE(accepted(table));
  table[0].pass = false;
  EXPECT_FALSE(accepted(table));
}

TEST(Acceptance, TheBaselineMustBeBeaten) {
  const Metrics metrics = passing();
  PairedPredictions baseline{.name = "baseline", .rows = 9, .evaluated = {}, .other = {}, .delta = {}, .pearson_p = {}};
  baseline.delta.resize(metrics.layout.size());
  Estimate& delta = baseline.delta[metrics.layout.index("pearson", metrics.layout.macro())];
  for (const auto& [low, pass] : {std::pair{0.001, true}, std::pair{0.0, false}, std::pair{-0.01, false}}) {
    delta = estimate(0.02, low);
    const std::vector<AcceptanceRow> table = acceptance_table(metrics, baseline, {});
    ASSERT_EQ(table.size(), 4U);
    EXPECT_EQ(table[3].name, "baseline");
    EXPECT_EQ(table[3].pass, pass) << low;
  }
  AcceptanceConfig config;
  config.baseline_delta.reset();
  EXPECT_EQ(acceptance_table(metrics, baseline, config).size(), 3U);
}

TEST(Acceptance, MinGapCanBeDropped) {
  AcceptanceConfig config;
  config.min_gap_rho.reset();
  Metrics metrics = passing();
  metrics.min_gap.reset();
  EXPECT_EQ(acceptance_table(metrics, std::nullopt, config).size(), 2U);
  EXPECT_TRUE(accepted(acceptance_table(metrics, std::nullopt, config)));
}

}  // namespace
}  // namespace cre
