#include "eval/analyses/related_rows.h"

#include <cmath>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "eval/analyses/analyses_json.h"
#include "eval/evaluation_fixture.h"
#include "statistics/correlation.h"

namespace cre {
namespace {

using testdata::evaluated;
using testdata::kNaN;
using testdata::task_column;

RelatedAccuracy accuracy(const EvalRows& rows) {
  SubsetBootstrap bootstrap;
  const RelatedLists lists(rows, bootstrap);
  testdata::run_bootstrap(bootstrap, element_units(rows.rows()), {.resamples = 60, .seed = 3});
  return lists.accuracy(bootstrap, 0.9);
}

/// Pearson of the rows of a task on one side.
double pearson_of(const EvalRows& rows, std::size_t task, bool related) {
  std::vector<double> measured, predicted;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    if ((rows.train_neighbour[row] > TrainNeighbour::none) == related && !std::isnan(rows.task[task].activity[row])) {
      measured.push_back(rows.task[task].activity[row]);
      predicted.push_back(rows.task[task].predicted[row]);
    }
  }
  return pearson(measured, predicted);
}

TEST(RelatedRows, BothSidesAndTheirDifference) {
  EvalRows rows = testdata::simulated(60);
  for (std::size_t row = 0; row < 60; ++row) {
    rows.train_neighbour.push_back(row % 3 != 0   ? TrainNeighbour::none
                                   : row % 2 == 0 ? TrainNeighbour::overlapping
                                                  : TrainNeighbour::equal);
    if (row % 3 == 0) {  // known to the network
      rows.task[0].predicted[row] = rows.task[0].activity[row] + 0.01 * static_cast<double>(row % 5);
    }
  }
  rows.task[1].activity[0] = kNaN;
  const RelatedAccuracy found = accuracy(rows);
  EXPECT_TRUE(found.is_known());
  EXPECT_EQ(found.why, "");
  EXPECT_EQ(found.with.rows, 20U);
  EXPECT_EQ(found.without.rows, 40U);
  EXPECT_EQ(found.rows_of_kind, (std::array<std::size_t, 7>{40, 0, 10, 0, 0, 0, 10}));
  EXPECT_EQ(found.with.n, (std::vector<std::size_t>{20, 19}));
  double with = 0.0, without = 0.0;
  for (std::size_t k = 0; k < 2; ++k) {
    EXPECT_NEAR(found.with.pearson[k].value, pearson_of(rows, k, true), 1e-12);
    EXPECT_NEAR(found.without.pearson[k].value, pearson_of(rows, k, false), 1e-12);
    EXPECT_NEAR(found.delta[k].value, pearson_of(rows, k, true) - pearson_of(rows, k, false), 1e-12);
    with += pearson_of(rows, k, true) / 2.0;
    without += pearson_of(rows, k, false) / 2.0;
  }
  EXPECT_NEAR(found.with.pearson[2].value, with, 1e-12);
  EXPECT_NEAR(found.delta[2].value, with - without, 1e-12);
  EXPECT_GT(found.delta[0].interval.low, 0.0);
  EXPECT_LT(found.delta[0].interval.low, found.delta[0].value);
  EXPECT_GT(found.delta[0].interval.high, found.delta[0].value);
}

TEST(RelatedRows, TooFewOfThemAreSaid) {
  EvalRows rows = testdata::simulated(30);
  rows.train_neighbour.assign(30, TrainNeighbour::none);
  rows.train_neighbour[4] = TrainNeighbour::one_mismatch;
  const RelatedAccuracy found = accuracy(rows);
  EXPECT_EQ(found.with.rows, 1U);
  EXPECT_TRUE(found.with.pearson.empty());
  EXPECT_EQ(found.without.pearson.size(), 3U);
  EXPECT_TRUE(found.delta.empty());
  EXPECT_EQ(found.why, "only 1 row with a neighbour in training is measured in every task, and 10 are needed");
  Analyses analyses;
  analyses.related = found;
  const nlohmann::ordered_json json = related_json(analyses, rows.tasks, 60);
  EXPECT_EQ(json["rows"]["mismatches_1"], 1);
  EXPECT_EQ(json["with"]["pearson"], nullptr);
  EXPECT_EQ(json["without"]["n"]["task1"], 29);
  EXPECT_TRUE(json["without"]["pearson"]["macro"]["value"].is_number());
  EXPECT_EQ(json["delta"], nullptr);
  EXPECT_EQ(json["why"], found.why);
}

TEST(RelatedRows, FilesThatDoNotSay) {
  EvalRows rows = testdata::simulated(30);
  EXPECT_EQ(accuracy(rows).why, "the file does not say which rows resemble training rows");
  EXPECT_FALSE(accuracy(rows).is_known());
  rows.train_neighbour.assign(30, TrainNeighbour::not_asked);
  EXPECT_EQ(accuracy(rows).why, "training rows are evaluated");
  Analyses analyses;
  analyses.related = accuracy(rows);
  EXPECT_EQ(related_json(analyses, rows.tasks, 60), nullptr);
}

}  // namespace
}  // namespace cre
