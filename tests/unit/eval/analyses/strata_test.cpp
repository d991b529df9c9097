#include "eval/analyses/strata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eval/evaluation_fixture.h"
#include "storage/elements.h"

namespace cre {
namespace {

using testdata::kNaN;
using testing::ElementsAre;

using Bounds = std::array<double, 2>;

/// first, first + 1, ..., last.
std::vector<double> range(int first, int last) {
  std::vector<double> out;
  for (int value = first; value <= last; ++value) {
    out.push_back(value);
  }
  return out;
}

const Strata& by(const std::vector<Strata>& all, const std::string& kind) {
  return *std::find_if(all.begin(), all.end(), [&](const Strata& one) { return one.by == kind; });
}

TEST(Strata, AQuintileHoldsItsUpperCutPoint) {
  // The percentiles 20, 40, 60, 80 of 0 to 30 are 6, 12, 18, 24.
  const Strata strata = quintiles("x", "l2fc", range(0, 30));
  EXPECT_THAT(strata.names, ElementsAre("Q1", "Q2", "Q3", "Q4", "Q5"));
  EXPECT_THAT(strata.bounds.at(0),
              ElementsAre(Bounds{0, 6}, Bounds{7, 12}, Bounds{13, 18}, Bounds{19, 24}, Bounds{25, 30}));
  EXPECT_EQ(strata.of_task(3)[6], 0);
  EXPECT_EQ(strata.of_task(3)[7], 1);
}

TEST(Strata, EqualValuesStayTogetherAndEmptyQuintilesAreLeftOut) {
  // 20 zeros and 1 to 20: the cut points are 0, 0, 4.4, 12.2.
  std::vector<double> values(20, 0.0);
  for (const double value : range(1, 20)) {
    values.push_back(value);
  }
  values.push_back(kNaN);
  const Strata strata = quintiles("x", "", values);
  EXPECT_THAT(strata.names, ElementsAre("Q1", "Q3", "Q4", "Q5"));
  EXPECT_THAT(strata.bounds.at(0), ElementsAre(Bounds{0, 0}, Bounds{1, 4}, Bounds{5, 12}, Bounds{13, 20}));
  EXPECT_EQ(strata.of_task(0)[19], 0);
  EXPECT_EQ(strata.of_task(0)[20], 1);
  EXPECT_EQ(strata.of_task(0)[40], kNoStratum);
}

TEST(Strata, SayWhyThereAreNone) {
  const auto why = [](const std::vector<double>& values) {
    const Strata strata = quintiles("x", "", values);
    EXPECT_TRUE(strata.names.empty());
    return strata.why;
  };
  EXPECT_EQ(why({kNaN, kNaN}), "no row has a value");
  EXPECT_EQ(why(range(1, 29)), "only 29 rows have a value; 30 are needed for quintiles");
}

TEST(Strata, OneValueCannotBeDivided) {
  EXPECT_EQ(quintiles("x", "", std::vector<double>(40, 2.5)).why, "all rows have the same value");
  std::vector<double> nearly(40, 1.0);
  nearly[0] = nearly[1] = 0.0;  // all cut points are 1, so 0 and 1 are in the first quintile
  const Strata strata = quintiles("x", "", nearly);
  EXPECT_EQ(strata.why, "equal values leave fewer than two quintiles");
  EXPECT_TRUE(strata.names.empty());
}

TEST(Strata, ATaskHasItsOwnCutPointsAndAllHaveTheSameQuintiles) {
  std::vector<double> tied = range(0, 30);
  std::fill(tied.begin(), tied.begin() + 15, 0.0);  // its cut points 6 and 12 become 0, so Q2 has no row
  const Strata strata = task_quintiles("x", "", {range(0, 30), tied}, {"A", "B"});
  EXPECT_THAT(strata.names, ElementsAre("Q1", "Q3", "Q4", "Q5"));
  EXPECT_EQ(strata.of_task(0)[6], 0);
  EXPECT_EQ(strata.of_task(0)[7], kNoStratum);  // the Q2 of A
  EXPECT_EQ(strata.of_task(1)[14], 0);
  EXPECT_EQ(strata.bounds[1][1], (Bounds{15, 18}));
}

TEST(Strata, NoneWhenATaskCannotBeDivided) {
  const Strata strata = task_quintiles("x", "", {range(0, 30), std::vector<double>(31, kNaN)}, {"A", "B"});
  EXPECT_EQ(strata.why, "task B: no row has a value");
  EXPECT_TRUE(strata.names.empty());
}

TEST(Strata, OfAnEvaluation) {
  EvalRows rows = testdata::simulated(40);
  rows.task[0].activity[3] = kNaN;
  rows.flags.assign(40, 0);
  rows.flags[1] = kDuplicate;
  rows.flags[2] = kDuplicate | kLengthAdjusted;
  rows.target_cell[0] = kUnknownCell;
  rows.target_cell[1] = 1;
  const std::vector<Strata> all = strata_of(rows, min_gaps(rows, MinGapDefinition::target_minus_best_other));
  EXPECT_EQ(by(all, "min_gap").names.size(), 5U);
  EXPECT_EQ(by(all, "min_gap").of_task(0)[0], kNoStratum);
  EXPECT_EQ(by(all, "activity").of_task(0)[3], kNoStratum);
  EXPECT_NE(by(all, "activity").of_task(1)[3], kNoStratum);
  EXPECT_EQ(by(all, "gc").why, "no row has a value");
  EXPECT_EQ(by(all, "standard_error").why, "task task0: all rows have the same value");
  EXPECT_THAT(by(all, "flags").names, ElementsAre("as measured", "duplicate", "length adjusted and duplicate"));
  EXPECT_EQ(by(all, "flags").of_task(1)[2], 2);
  EXPECT_THAT(by(all, "target_cell").names, ElementsAre("task0", "task1"));
  EXPECT_EQ(by(all, "target_cell").of_task(1)[0], kNoStratum);
  EXPECT_EQ(by(all, "target_cell").of_task(1)[1], 1);
  EXPECT_EQ(all.size(), 6U);  // nothing by the spread of one model
}

TEST(Strata, OfTheTable) {
  EvalRows rows = testdata::simulated(30);
  rows.flags.assign(30, 0);
  std::vector<std::int16_t> library(30, 0), many(30, 0);
  for (std::size_t row = 0; row < 30; ++row) {
    library[row] = row == 0 ? kNoLevel : row < 10 ? 0 : 2;
    many[row] = static_cast<std::int16_t>(row < 15 ? row : 14);
  }
  Stratum wells{"well", {}, many};
  for (int i = 0; i < 15; ++i) {
    wells.levels.push_back(concat("w", i));
  }
  rows.strata = {{"gc", {"L1", "unused", "L2"}, library}, {"plasmid", {"p"}, std::vector<std::int16_t>(30, 0)}, wells};
  const std::vector<Strata> all = strata_of(rows, min_gaps(rows, MinGapDefinition::column));
  EXPECT_EQ(by(all, "gc").unit, "share of G and C");  // not the column of that name
  EXPECT_THAT(by(all, "gc (column)").names, ElementsAre("L1", "L2"));
  EXPECT_EQ(by(all, "gc (column)").of_task(0)[0], kNoStratum);
  EXPECT_EQ(by(all, "gc (column)").of_task(0)[9], 0);
  EXPECT_EQ(by(all, "gc (column)").of_task(1)[10], 1);
  EXPECT_EQ(by(all, "plasmid").why, "all rows have the value p");
  EXPECT_EQ(by(all, "well").names.size(), 12U);
  EXPECT_EQ(by(all, "well").names.back(), "other (4 values)");
}

TEST(Strata, SpreadsAreThoseOfMeasuredRows) {
  EvalRows rows = testdata::simulated(31);
  rows.flags.assign(31, 0);
  rows.target_cell.assign(31, kUnknownCell);
  for (TaskColumn& task : rows.task) {
    task.member_sd = range(0, 30);
  }
  rows.task[1].activity[0] = kNaN;
  const std::vector<Strata> all = strata_of(rows, min_gaps(rows, MinGapDefinition::column));
  EXPECT_EQ(by(all, "member_sd").bounds[0][0][0], 0.0);
  EXPECT_EQ(by(all, "member_sd").bounds[1][0][0], 1.0);
  EXPECT_EQ(by(all, "flags").why, "all rows have the same flags");
  EXPECT_EQ(by(all, "target_cell").why, "no row has a target cell");
  EXPECT_EQ(by(all, "min_gap").why, "no row has a value");
}

}  // namespace
}  // namespace cre
