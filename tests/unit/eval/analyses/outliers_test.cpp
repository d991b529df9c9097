#include "eval/analyses/outliers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eval/evaluation_fixture.h"
#include "storage/elements.h"

namespace cre {
namespace {

using testdata::evaluated;
using testdata::kNaN;
using testdata::task_column;

TEST(Outliers, AreTheWorstHundredthRoundedUp) {
  std::vector<double> measured(101, 0.0);
  measured[7] = -3.0;
  measured[50] = 3.0;
  measured[90] = 2.0;
  EvalRows rows = evaluated({task_column(measured, std::vector<double>(101, 0.0)),
                             task_column(std::vector<double>(101, kNaN), std::vector<double>(101, 0.0))});
  const Outliers found = outliers(rows);
  ASSERT_EQ(found.worst.size(), 2U);
  EXPECT_EQ(found.worst[0].row, 7U);  // the first of two that are equally far off
  EXPECT_EQ(found.worst[0].residual, -3.0);
  EXPECT_EQ(found.worst[1].row, 50U);
  EXPECT_EQ(found.rows, 2U);
}

TEST(Outliers, OfAGroupThatHasThemAll) {
  std::vector<double> measured(200, 0.1);
  measured[3] = 10.0;
  measured[4] = -12.0;
  EvalRows rows = evaluated({task_column(measured, std::vector<double>(200, 0.0))});
  rows.group[3] = rows.group[4] = 777;
  const Outliers found = outliers(rows);
  EXPECT_EQ(found.worst[0].row, 4U);
  EXPECT_EQ(found.tested, 2U);  // the group of two rows, and the cell that is everyone's target
  ASSERT_EQ(found.over_represented.size(), 1U);
  const OverRepresentation& group = found.over_represented[0];
  EXPECT_EQ(group.kind, "group");
  EXPECT_EQ(group.name, "777");
  EXPECT_EQ(group.outliers, 2U);
  EXPECT_EQ(group.rows, 2U);
  EXPECT_NEAR(group.p, 1.0 / 19900.0, 1e-15);  // one of the 200 * 199 / 2 pairs of rows
  EXPECT_NEAR(group.p_adjusted, 2.0 / 19900.0, 1e-15);
}

TEST(Outliers, OfStrataOfTheTable) {
  std::vector<double> measured(400, 0.1);
  EvalRows rows = evaluated({task_column(measured, std::vector<double>(400, 0.0))});
  rows.target_cell.assign(400, kUnknownCell);
  std::vector<std::int16_t> batch(400, 0);
  std::fill(batch.begin(), batch.begin() + 20, 1);
  batch[399] = kNoLevel;
  rows.strata = {{"batch", {"b1", "b2"}, batch}};
  for (const std::size_t row : {2, 5, 11, 17}) {
    rows.task[0].activity[row] = 5.0;
  }
  const Outliers found = outliers(rows);
  EXPECT_EQ(found.tested, 2U);
  ASSERT_EQ(found.over_represented.size(), 1U);
  EXPECT_EQ(found.over_represented[0].kind, "batch");
  EXPECT_EQ(found.over_represented[0].name, "b2");
  EXPECT_EQ(found.over_represented[0].rows, 20U);
  EXPECT_EQ(found.over_represented[0].outliers, 4U);
}

TEST(Outliers, OfTargetCells) {
  // Four outliers of 400 rows, all among the 20 rows of the second cell.
  std::vector<double> measured(400, 0.1);
  EvalRows rows = evaluated(
      {task_column(measured, std::vector<double>(400, 0.0)), task_column(measured, std::vector<double>(400, 0.0))});
  rows.target_cell.assign(400, kUnknownCell);
  for (std::size_t row = 0; row < 20; ++row) {
    rows.target_cell[row] = 1;
  }
  for (const std::size_t row : {2, 5, 11, 17}) {
    rows.task[0].activity[row] = rows.task[1].activity[row] = 5.0;
  }
  const Outliers found = outliers(rows);
  EXPECT_EQ(found.worst.size(), 8U);
  EXPECT_EQ(found.rows, 4U);
  EXPECT_EQ(found.tested, 1U);
  ASSERT_EQ(found.over_represented.size(), 1U);
  EXPECT_EQ(found.over_represented[0].kind, "target_cell");
  EXPECT_EQ(found.over_represented[0].name, "task1");
  // C(20, 4) / C(400, 4)
  EXPECT_NEAR(found.over_represented[0].p, 4845.0 / 1050739900.0, 1e-18);
}

}  // namespace
}  // namespace cre
