#include "eval/min_gap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eval/eval_tables.h"
#include "evaluation_fixture.h"
#include "storage/elements.h"

namespace cre {
namespace {

using testdata::evaluated;
using testdata::kNaN;
using testdata::task_column;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::NanSensitiveDoubleEq;

/// Three tasks, four rows. Activities row by row: (5 2 3) (1 4 2) (7 7 1) (2 NaN 9).
EvalRows three_tasks() {
  EvalRows rows = evaluated({task_column({5, 1, 7, 2}, {4, 1, 3, 1}), task_column({2, 4, 7, kNaN}, {1, 2, 2, 5}),
                             task_column({3, 2, 1, 9}, {2, 5, 0, 6})});
  rows.target_cell = {0, 2, kUnknownCell, 1};
  rows.min_gap = {2.5, -1.5, 0.5, kNaN};
  return rows;
}

TEST(MinGap, TargetMinusBestOther) {
  const MinGaps gaps = min_gaps(three_tasks(), MinGapDefinition::target_minus_best_other);
  EXPECT_THAT(gaps.measured,
              ElementsAre(DoubleEq(5 - 3), DoubleEq(2 - 4), NanSensitiveDoubleEq(kNaN), NanSensitiveDoubleEq(kNaN)));
  EXPECT_THAT(gaps.predicted,
              ElementsAre(DoubleEq(4 - 2), DoubleEq(5 - 2), NanSensitiveDoubleEq(kNaN), NanSensitiveDoubleEq(kNaN)));
  EXPECT_EQ(gaps.defined, 2U);
}

TEST(MinGap, ColumnTakesTheTableForWhatWasMeasured) {
  const MinGaps gaps = min_gaps(three_tasks(), MinGapDefinition::column);
  EXPECT_THAT(gaps.measured,
              ElementsAre(DoubleEq(2.5), DoubleEq(-1.5), NanSensitiveDoubleEq(kNaN), NanSensitiveDoubleEq(kNaN)));
  EXPECT_DOUBLE_EQ(gaps.predicted[1], 5 - 2);
}

TEST(MinGap, Top1MinusTop2NeedsNoTarget) {
  const MinGaps gaps = min_gaps(three_tasks(), MinGapDefinition::top1_minus_top2);
  EXPECT_THAT(gaps.measured, ElementsAre(DoubleEq(2), DoubleEq(2), DoubleEq(0), NanSensitiveDoubleEq(kNaN)));
  EXPECT_THAT(gaps.predicted, ElementsAre(DoubleEq(2), DoubleEq(3), DoubleEq(1), NanSensitiveDoubleEq(kNaN)));
  EXPECT_EQ(gaps.defined, 3U);
}

TEST(MinGap, OneTaskHasNone) {
  EvalRows rows = evaluated({task_column({1, 2, 3}, {1, 2, 3})});
  rows.min_gap = {1, 2, 3};
  for (const auto definition :
       {MinGapDefinition::column, MinGapDefinition::target_minus_best_other, MinGapDefinition::top1_minus_top2}) {
    EXPECT_EQ(min_gaps(rows, definition).defined, 0U);
  }
}

TEST(MinGap, TheTableHasRowsWithBothGapsInTheirOrder) {
  const EvalRows rows = three_tasks();
  EXPECT_EQ(min_gap_table(rows, min_gaps(rows, MinGapDefinition::column)),
            "id\tmeasured\tpredicted\ne0\t2.5\t2\ne1\t-1.5\t3\n");
}

TEST(MinGap, TheTableOfOneTaskIsEmpty) {
  const EvalRows rows = evaluated({task_column({1, 2, 3}, {1, 2, 3})});
  EXPECT_EQ(min_gap_table(rows, min_gaps(rows, MinGapDefinition::top1_minus_top2)), "id\tmeasured\tpredicted\n");
}

}  // namespace
}  // namespace cre
