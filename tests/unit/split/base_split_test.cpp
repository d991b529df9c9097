#include "split/base_split.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "example_elements.h"
#include "expect_error.h"
#include "split/groups.h"
#include "split/random_split.h"

namespace cre {
namespace {

using testing::ElementsAre;
using MaybeSplits = std::vector<std::optional<Split>>;

constexpr auto kTrain = Split::train;
constexpr auto kVal = Split::val;
constexpr auto kTest = Split::test;

TEST(BaseSplit, RowsAreKnownById) {
  const Elements base = example_elements({"AAAA", "CCCC", "AAGG"});
  Elements here = example_elements({"AAGG", "ATAT", "AAAA"});
  here.id = {"e2", "new", "e0"};
  EXPECT_EQ(splits_in_base(here, base, {.split = {kTest, kVal, kTrain}, .group = {0, 1, 2}, .elements_sha256 = ""}),
            (MaybeSplits{kTrain, std::nullopt, kTest}));
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
  SplitConfig config;
  config.both_strands = false;
  config.seed = 7;
  const auto groups = group_rows(e, config);
  std::vector<bool> tested(1000, false);
  std::fill(tested.begin(), tested.begin() + 60, true);
  const std::vector<Split> splits = random_split(e, groups, config, tested);
  EXPECT_EQ(std::count(splits.begin(), splits.begin() + 60, kTest), 60);
  EXPECT_EQ(std::count(splits.begin(), splits.end(), kTest), 100);
  EXPECT_EQ(std::count(splits.begin(), splits.end(), kVal), 100);
  // More tested rows than the fraction asks for: no further ones.
  std::fill(tested.begin(), tested.begin() + 200, true);
  const std::vector<Split> more = random_split(e, groups, config, tested);
  EXPECT_EQ(std::count(more.begin(), more.end(), kTest), 200);
}

}  // namespace
}  // namespace cre
