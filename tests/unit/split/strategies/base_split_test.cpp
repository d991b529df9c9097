#include "split/strategies/base_split.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "example_elements.h"
#include "expect_error.h"
#include "split/grouping/groups.h"
#include "split/strategies/random_split.h"

namespace cre {
namespace {

using testing::ElementsAre;
using MaybeSplits = std::vector<std::optional<Split>>;

constexpr auto kTrain = Split::train;
constexpr auto kVal = Split::val;
constexpr auto kTest = Split::test;

SplitAssignment assigned(const std::vector<Split>& splits) {
  return {splits, std::vector<std::int64_t>(splits.size(), 0), ""};
}

BaseSplits known(const Elements& here, const Elements& base, const std::vector<Split>& splits, bool both = true) {
  return splits_in_base(here, base, assigned(splits), both, 2);
}

Elements named(const std::vector<std::string>& sequences, const std::vector<std::string>& ids) {
  Elements e = example_elements(sequences);
  e.id = ids;
  return e;
}

TEST(BaseSplit, ElementsAreKnownBySequence) {
  const Elements base = example_elements({"AAAA", "CCCC", "AAGG"});
  Elements here = named({"AAGG", "ATAT", "AAAA"}, {"e2", "new", "renamed"});
  BaseSplits found = known(here, base, {kTest, kVal, kTrain});
  EXPECT_EQ(found.own, (MaybeSplits{kTrain, std::nullopt, kTest}));
  EXPECT_EQ(found.bound, found.own);
  EXPECT_EQ(found.matched.sequence_and_id, 1);
  EXPECT_EQ(found.matched.sequence, 1);
  EXPECT_EQ(found.test_rows, 1);
  EXPECT_EQ(found.missing_test_rows, 0);
  // Row numbers of a table that lost its first row: e0 is another element there.
  here = named({"CCCC", "AAGG"}, {"e0", "e1"});
  here.ids_are_row_numbers = true;
  found = known(here, base, {kTest, kVal, kTrain});
  EXPECT_EQ(found.own, (MaybeSplits{kVal, kTrain}));
  EXPECT_EQ(found.matched.sequence, 2);
  EXPECT_EQ(found.missing_test_rows, 1);
}

TEST(BaseSplit, ANumberedTableIsKnownBySequenceToo) {
  // The ids are the table's, but numbers that shifted with its first row.
  const Elements base = example_elements({"AAAA", "CCCC", "AAGG"});
  const BaseSplits found = known(named({"CCCC", "AAGG"}, {"e0", "e1"}), base, {kTest, kVal, kTrain});
  EXPECT_EQ(found.own, (MaybeSplits{kVal, kTrain}));
  EXPECT_EQ(found.matched.id, 0);
}

TEST(BaseSplit, AnIdWithAnotherSequenceKeepsItsSplit) {
  const Elements base = example_elements({"AAAA", "CCCC", "AAGG"});
  const BaseSplits found = known(named({"AAAT", "CCCC"}, {"e0", "e1"}), base, {kTest, kVal, kTrain});
  EXPECT_EQ(found.own, (MaybeSplits{kTest, kVal}));
  EXPECT_EQ(found.matched.id, 1);
  EXPECT_EQ(found.missing_test_rows, 0);
  Elements numbered = named({"AAAT", "CCCC"}, {"e0", "e1"});
  numbered.ids_are_row_numbers = true;
  EXPECT_EQ(known(numbered, base, {kTest, kVal, kTrain}).own, (MaybeSplits{std::nullopt, kVal}));
}

TEST(BaseSplit, CopiesAreBoundByTheStrictestOfThem) {
  // Rows 0 and 2 of the base have one sequence, in two splits; row 1 here is the other strand of a tested sequence.
  const Elements base = named({"AAAC", "CCCC", "AAAC"}, {"a", "b", "c"});
  const Elements here = named({"AAAC", "GGGG", "AAAC"}, {"c", "new", "a"});
  const BaseSplits found = known(here, base, {kTrain, kTest, kVal});
  EXPECT_EQ(found.own, (MaybeSplits{kVal, std::nullopt, kTrain}));
  EXPECT_EQ(found.bound, (MaybeSplits{kVal, kTest, kVal}));
  EXPECT_EQ(known(here, base, {kTrain, kTest, kVal}, false).bound, (MaybeSplits{kVal, std::nullopt, kVal}));
  EXPECT_EQ(found.missing_test_rows, 1);
}

TEST(BaseSplit, AGroupGoesWhereItsStrictestRowIs) {
  // Group 0 has a test row and a training row, 1 a validation row and a new one, 2 only new rows, 3 a training row.
  EXPECT_EQ(follow_groups({0, 1, 0, 2, 1, 3}, {kTrain, std::nullopt, kTest, std::nullopt, kVal, kTrain}),
            (MaybeSplits{kTest, kVal, kTest, std::nullopt, kVal, kTrain}));
}

TEST(BaseSplit, NewGroupsAreForTraining) {
  EXPECT_THAT(extended_split({kTest, std::nullopt, kVal}), ElementsAre(kTest, kTrain, kVal));
  expect_error(ErrorKind::input, "split val got no row", [] { extended_split({kTest, std::nullopt, kTrain}); });
}

TEST(BaseSplit, ARandomSplitFillsUpAroundTheTestedGroups) {
  const Elements e = example_elements(numbered_sequences(1000));
  SplitConfig config = resolve_split_config({}, e);
  config.both_strands = false;
  config.seed = 7;
  const auto groups = group_rows(e, config, 2);
  std::vector<bool> tested(1000, false);
  std::fill(tested.begin(), tested.begin() + 60, true);
  const std::vector<Split> splits = random_split({e, groups, config, 2}, config, tested);
  EXPECT_EQ(std::count(splits.begin(), splits.begin() + 60, kTest), 60);
  EXPECT_EQ(std::count(splits.begin(), splits.end(), kTest), 100);
  EXPECT_EQ(std::count(splits.begin(), splits.end(), kVal), 100);
  // More tested rows than the fraction asks for: no further ones.
  std::fill(tested.begin(), tested.begin() + 200, true);
  const std::vector<Split> more = random_split({e, groups, config, 2}, config, tested);
  EXPECT_EQ(std::count(more.begin(), more.end(), kTest), 200);
}

}  // namespace
}  // namespace cre
