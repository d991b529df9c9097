#include "eval/analyses/stratified_accuracy.h"

#include <cmath>

#include <gtest/gtest.h>

#include "eval/evaluation_fixture.h"

namespace cre {
namespace {

using testdata::evaluated;
using testdata::kNaN;
using testdata::task_column;

/// Two strata of one division of the rows.
Strata halves(std::vector<std::int32_t> stratum_of) {
  return {.by = "half",
          .unit = "",
          .names = {"Q1", "Q5"},
          .stratum_of = {std::move(stratum_of)},
          .bounds = {{{0, 1}, {1, 2}}},
          .why = ""};
}

StratifiedAccuracy accuracy(const EvalRows& rows, const Strata& strata, const ResampleUnits& units) {
  SubsetBootstrap bootstrap;
  const StratifiedLists lists(rows, strata, bootstrap, 2);
  testdata::run_bootstrap(bootstrap, units, {.resamples = 40, .seed = 3});
  return lists.accuracy(rows, bootstrap, 0.95);
}

TEST(StratifiedAccuracy, WorkedByHand) {
  // r is 1 in the first stratum and -1 in the second, where the errors are 2, 0, 2; the last row is in none.
  const EvalRows rows = evaluated({task_column({1, 2, 3, 1, 2, 3, 9}, {1, 2, 3, 3, 2, 1, 0})});
  const StratifiedAccuracy found = accuracy(rows, halves({0, 0, 0, 1, 1, 1, kNoStratum}), element_units(7));
  ASSERT_EQ(found.results.size(), 2U);
  EXPECT_DOUBLE_EQ(found.results[0].task[0].pearson.value, 1.0);
  EXPECT_DOUBLE_EQ(found.results[1].task[0].pearson.value, -1.0);
  EXPECT_DOUBLE_EQ(found.results[1].task[0].mae.value, 4.0 / 3.0);
  EXPECT_EQ(found.results[1].task[0].n, 3U);
  EXPECT_DOUBLE_EQ(found.delta_r.value, -2.0);
  EXPECT_DOUBLE_EQ(found.trend, -1.0);
  // The variance of 1, 2, 3 is 1 and s = .1: a reliability of .99 in the stratum, and the model does better than that.
  EXPECT_NEAR(found.results[0].task[0].relative_pearson, 1.0 / std::sqrt(0.99), 1e-14);
}

TEST(StratifiedAccuracy, AStratumOfTwoRowsHasNoCorrelation) {
  const EvalRows rows = evaluated(
      {task_column({1, 2, 3, 1, 2, kNaN}, {1, 2, 3, 3, 2, 1}), task_column({1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 7})});
  const StratifiedAccuracy found = accuracy(rows, halves({0, 0, 0, 1, 1, 1}), element_units(6));
  const StratumResult& second = found.results[1];
  EXPECT_EQ(second.rows, 3U);
  EXPECT_EQ(second.task[0].n, 2U);
  EXPECT_TRUE(std::isnan(second.task[0].pearson.value));
  EXPECT_EQ(second.task[0].pearson.why, "2 rows have a measured and a predicted value; 3 are needed");
  EXPECT_DOUBLE_EQ(second.task[0].mae.value, 1.0);
  EXPECT_EQ(second.task[1].pearson.why, "");
  EXPECT_TRUE(std::isnan(second.macro.pearson.value));
  EXPECT_DOUBLE_EQ(second.macro.mae.value, (1.0 + 1.0 / 3.0) / 2.0);
  EXPECT_TRUE(std::isnan(found.delta_r.value));
  EXPECT_TRUE(std::isnan(found.trend));
}

TEST(StratifiedAccuracy, OneGroupHasNoInterval) {
  const EvalRows rows = testdata::simulated(8);
  const std::vector<std::int64_t> together(8, 5);
  const Strata strata = halves({0, 0, 0, 0, 1, 1, 1, 1});
  const Estimate one_group = accuracy(rows, strata, group_units(together)).results[0].task[0].pearson;
  const Estimate elements = accuracy(rows, strata, element_units(8)).results[0].task[0].pearson;
  EXPECT_EQ(one_group.value, elements.value);
  EXPECT_TRUE(std::isnan(one_group.interval.low) && std::isnan(one_group.interval.high));
  EXPECT_EQ(one_group.interval.skipped, 40U);
  EXPECT_LT(elements.interval.low, elements.interval.high);
}

TEST(StratifiedAccuracy, StrataWithoutOrderHaveNoTrend) {
  Strata strata = halves({0, 0, 0, 0, 1, 1, 1, 1});
  strata.bounds.clear();
  const StratifiedAccuracy found = accuracy(testdata::simulated(8), strata, element_units(8));
  EXPECT_FALSE(std::isnan(found.results[1].macro.pearson.value));
  EXPECT_TRUE(std::isnan(found.delta_r.value));
  EXPECT_TRUE(std::isnan(found.trend));
}

}  // namespace
}  // namespace cre
