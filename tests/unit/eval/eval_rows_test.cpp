#include "eval/eval_rows.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "eval/bootstrap_config.h"
#include "eval/paired_values.h"
#include "eval/strand.h"
#include "evaluation_fixture.h"
#include "expect_error.h"

namespace cre {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Four rows of two tasks; the second task of row c is masked.
Predictions predictions() {
  Predictions p;
  p.tasks = {"K562", "HepG2"};
  p.measured.id = {"a", "b", "c", "d"};
  p.measured.sequence.resize(4);
  p.measured.line = {2, 3, 4, 5};
  p.measured.split = {Split::test, Split::train, Split::test, Split::test};
  p.measured.group = {0, 1, 2, 2};
  p.measured.activity = {1, 10, 2, 20, 3, 30, 4, 40};
  p.measured.standard_error.assign(8, 0.1);
  p.measured.mask = {1, 1, 1, 1, 1, 0, 1, 1};
  p.measured.weight.assign(8, 1.0F);
  p.measured.target_cell = {0, 1, 1, 0};
  p.measured.min_gap.assign(4, 0.5);
  p.measured.flags.assign(4, 0);
  p.predicted = {0.1F, 1, 0.2F, 2, 0.3F, 3, 0.4F, 4};
  p.forward = p.predicted;
  return p;
}

TEST(EvalRows, TakesTheRowsOfTheSplitAsColumns) {
  const Predictions p = predictions();
  const EvalRows rows = evaluation_rows(p, rows_of_split(p, Split::test), "p.h5");
  EXPECT_THAT(rows.id, ElementsAre("a", "c", "d"));
  EXPECT_THAT(rows.task[0].activity, ElementsAre(1, 3, 4));
  EXPECT_TRUE(std::isnan(rows.task[1].activity[1]));
  EXPECT_EQ(rows.task[1].activity[2], 40);
  EXPECT_THAT(rows.task[1].predicted, ElementsAre(1, 3, 4));
  EXPECT_TRUE(rows.task[0].reverse.empty());
  EXPECT_TRUE(strand_metrics(rows, 1).empty());
}

TEST(EvalRows, RefusesPredictionsThatAreNoNumbers) {
  Predictions p = predictions();
  p.predicted[5] = std::numeric_limits<float>::infinity();
  try {
    evaluation_rows(p, {0, 2}, "p.h5");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::integrity);
    EXPECT_THAT(error.what(), HasSubstr("row 'c', task HepG2"));
  }
}

TEST(EvalRows, AsksForThreeMeasuredRowsOfSomeTask) {
  Predictions p = predictions();
  const std::vector<std::size_t> selected = rows_of_split(p, Split::test);
  EXPECT_NO_THROW(check_enough_rows(evaluation_rows(p, selected, "p.h5"), Split::test, "p.h5"));  // K562; HepG2 has two
  p.measured.mask.assign(p.measured.mask.size(), 0);
  expect_error(ErrorKind::input, "no task has more than 0 measured rows in split 'test'",
               [&] { check_enough_rows(evaluation_rows(p, selected, "p.h5"), Split::test, "p.h5"); });
}

TEST(PairedValues, AscendAndKeepTheirRows) {
  const PairedValues pairs =
      paired_values(std::vector<double>{3, testdata::kNaN, 1, 2}, std::vector<double>{30, 20, 10, testdata::kNaN});
  EXPECT_THAT(pairs.row, ElementsAre(2, 0));
  EXPECT_THAT(pairs.predicted, ElementsAre(10, 30));
}

TEST(BootstrapUnit, FollowsTheData) {
  const std::vector<std::int64_t> apart = {4, 5, 6};
  const std::vector<std::int64_t> together = {4, 5, 4};
  BootstrapConfig config;
  EXPECT_EQ(unit_name(resample_units(config, apart)), "element");
  EXPECT_EQ(unit_name(resample_units(config, together)), "group");
  config.unit = BootstrapUnit::element;
  EXPECT_EQ(resample_units(config, together).count, 3U);
  config.unit = BootstrapUnit::group;
  EXPECT_EQ(unit_name(resample_units(config, apart)), "group");
}

TEST(Strand, WorkedByHand) {
  // Measured 1 2 3; forward 1 2 3 (r = 1); reverse 2 2 1 (r = -sqrt(3)/2); mean 1.5 2 2 (r = sqrt(3)/2).
  TaskColumn column = testdata::task_column({1, 2, 3}, {1, 2, 3});
  column.reverse = {2, 2, 1};
  const StrandMetrics strand = strand_metrics(testdata::evaluated({column}), 1).at(0);
  EXPECT_DOUBLE_EQ(strand.forward, 1.0);
  EXPECT_NEAR(strand.reverse, -std::sqrt(3.0) / 2.0, 1e-15);
  EXPECT_NEAR(strand.averaged, std::sqrt(3.0) / 2.0, 1e-15);
  EXPECT_NEAR(strand.drop, 1.0 - std::sqrt(3.0) / 2.0, 1e-15);
  EXPECT_TRUE(strand.flagged);
}

TEST(Strand, AnAverageThatIsBetterThanTheForwardStrandIsNotFlagged) {
  // Measured 1 2 3 4; forward 1 3 2 4 (r = .8); reverse 2 1 4 3 (r = .6); mean 1.5 2 3 3.5 (r = 3.5 / sqrt(5 * 2.5)).
  TaskColumn column = testdata::task_column({1, 2, 3, 4}, {1, 3, 2, 4});
  column.reverse = {2, 1, 4, 3};
  const StrandMetrics strand = strand_metrics(testdata::evaluated({column}), 1).at(0);
  EXPECT_NEAR(strand.forward, 0.8, 1e-15);
  EXPECT_NEAR(strand.reverse, 0.6, 1e-15);
  EXPECT_NEAR(strand.averaged, 3.5 / std::sqrt(12.5), 1e-15);
  EXPECT_FALSE(strand.flagged);
}

}  // namespace
}  // namespace cre
