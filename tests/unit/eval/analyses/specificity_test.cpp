#include "eval/analyses/specificity.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eval/evaluation_fixture.h"

namespace cre {
namespace {

using testdata::evaluated;
using testdata::kNaN;
using testdata::task_column;
using testing::ElementsAre;

/// Cells A, B, C. A right; B taken for A; two measured tops; one cell not measured; C, undecided; B right.
EvalRows six_rows() {
  return evaluated({task_column({3, 1, 3, 4, 1, 0}, {3, 2, 1, 1, 1, 0}),
                    task_column({1, 3, 3, kNaN, 2, 1}, {1, 1, 2, 1, 5, 2}),
                    task_column({2, 2, 1, 1, 3, 0}, {2, 0, 0, 1, 5, 0})});
}

TEST(TopCells, WorkedByHand) {
  const TopCells top = top_cells(six_rows(), 0.95);
  EXPECT_THAT(top.confusion, ElementsAre(ElementsAre(1, 0, 0), ElementsAre(1, 1, 0), ElementsAre(0, 0, 0)));
  EXPECT_THAT(top.is_right, ElementsAre(1, 0, -1, -1, 0, 1));
  EXPECT_EQ(top.accuracy.count, 2U);
  EXPECT_EQ(top.accuracy.n, 4U);
  EXPECT_DOUBLE_EQ(top.accuracy.value(), 0.5);
  EXPECT_NEAR(top.accuracy.interval.low, 0.1500, 5e-5);  // Wilson's of 2 of 4
  EXPECT_NEAR(top.accuracy.interval.high, 0.8500, 5e-5);
  EXPECT_DOUBLE_EQ(top.majority, 0.5);  // B is the top of two of the four
  EXPECT_EQ(top.undecided, 1U);
  EXPECT_EQ(top.without, 2U);
}

TEST(TopCells, EqualValuesBelowTheTopDoNotMatter) {
  const TopCells top = top_cells(evaluated({task_column({3, 3, 1}, {3, 3, 1}), task_column({3, 1, 1}, {3, 1, 1}),
                                            task_column({4, 1, 0}, {4, 1, 0})}),
                                 0.95);
  EXPECT_THAT(top.is_right, ElementsAre(1, 1, -1));
}

TEST(TopCells, NoneOfOneCell) {
  const TopCells top = top_cells(evaluated({task_column({3, 1, 2}, {3, 2, 1})}), 0.95);
  EXPECT_TRUE(top.confusion.empty());
  EXPECT_EQ(top.accuracy.n, 0U);
  EXPECT_TRUE(std::isnan(top.accuracy.value()));
  EXPECT_TRUE(std::isnan(top.majority));
  EXPECT_EQ(top.without, 3U);
}

std::vector<CellPair> pairs_of(const EvalRows& rows) {
  SubsetBootstrap bootstrap;
  const CellPairLists lists(rows, bootstrap);
  testdata::run_bootstrap(bootstrap, element_units(rows.rows()), {.resamples = 20, .seed = 3});
  return lists.pairs(bootstrap, 0.95);
}

TEST(CellPairs, CorrelateDifferences) {
  // A - B: measured 1 2 3, predicted 1 4 9. A - C and B - C: all measured differences are 0 and -1, -2, -3.
  const std::vector<CellPair> pairs =
      pairs_of(evaluated({task_column({1, 2, 3, 5}, {1, 4, 9, 5}), task_column({0, 0, 0, kNaN}, {0, 0, 0, 0}),
                          task_column({1, 2, 3, 5}, {1, 2, 3, 4})}));
  ASSERT_EQ(pairs.size(), 3U);
  EXPECT_EQ(pairs[0].n, 3U);
  EXPECT_NEAR(pairs[0].pearson.value, 8.0 / std::sqrt(2.0 * 98.0 / 3.0), 1e-14);
  EXPECT_DOUBLE_EQ(pairs[0].spearman, 1.0);
  EXPECT_EQ(pairs[1].n, 4U);
  EXPECT_EQ(pairs[1].pearson.why, "all measured values are equal");
  EXPECT_TRUE(std::isnan(pairs[1].spearman));
  EXPECT_NEAR(pairs[2].pearson.value, 1.0, 1e-15);
}

TEST(CellPairs, TwoRowsSayNothing) {
  const std::vector<CellPair> pairs =
      pairs_of(evaluated({task_column({1, 2, 3}, {1, 4, 9}), task_column({0, 0, kNaN}, {0, 0, 0})}));
  EXPECT_EQ(pairs[0].n, 2U);
  EXPECT_TRUE(std::isnan(pairs[0].pearson.value));
  EXPECT_TRUE(std::isnan(pairs[0].spearman));
  EXPECT_EQ(pairs[0].pearson.why, "2 rows have a measured and a predicted value; 3 are needed");
}

TEST(GapTrend, WorkedByHand) {
  const MinGaps gaps{.measured = {0.1, 0.2, 1, 2, kNaN}, .predicted = {0, 0.5, 0.4, 3, kNaN}, .defined = 4};
  const Strata quintiles{.by = "min_gap",
                         .unit = "l2fc",
                         .names = {"Q1", "Q5"},
                         .stratum_of = {{0, 0, 1, 1, kNoStratum}},
                         .bounds = {{{0.1, 0.2}, {1, 2}}},
                         .why = ""};
  const TopCells top{.confusion = {}, .accuracy = {}, .majority = 0, .is_right = {1, -1, 0, 1, 1}};
  const GapTrend trend = gap_trend(gaps, quintiles, top, 0.95);
  EXPECT_THAT(trend.mean_measured, ElementsAre(testing::DoubleEq(0.15), testing::DoubleEq(1.5)));
  EXPECT_THAT(trend.mean_predicted, ElementsAre(testing::DoubleEq(0.25), testing::DoubleEq(1.7)));
  EXPECT_EQ(trend.top_cell_accuracy[0].n, 1U);
  EXPECT_DOUBLE_EQ(trend.top_cell_accuracy[0].value(), 1.0);
  EXPECT_DOUBLE_EQ(trend.top_cell_accuracy[1].value(), 0.5);
  // Of the four pairs only .5 and .4 do not rise; two groups of two have E = 2 and a variance of 5/3.
  EXPECT_DOUBLE_EQ(trend.rises.statistic, 3.0);
  EXPECT_NEAR(trend.rises.z, 1.0 / std::sqrt(5.0 / 3.0), 1e-14);
}

}  // namespace
}  // namespace cre
