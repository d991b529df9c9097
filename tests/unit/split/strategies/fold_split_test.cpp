#include "split/strategies/fold_split.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "example_elements.h"
#include "expect_error.h"
#include "split/audit/leakage_check.h"
#include "split/grouping/groups.h"

namespace cre {
namespace {

SplitConfig in_folds(std::int64_t folds, std::int64_t fold) {
  SplitConfig config;
  config.strategy = SplitStrategy::kfold;
  config.group_by = {GroupBy::sequence};
  config.folds = folds;
  config.fold = fold;
  return config;
}

TEST(FoldSplitTest, EveryRowIsTestedOnceAndFoldsAreBalanced) {
  std::vector<std::string> sequences = numbered_sequences(600);
  std::copy(sequences.begin(), sequences.begin() + 60, sequences.begin() + 540);
  Elements e = example_elements(sequences);
  std::vector<std::int16_t> batch(600);
  for (std::size_t row = 0; row < batch.size(); ++row) {
    batch[row] = static_cast<std::int16_t>(row % 3);
  }
  e.strata = {{"batch", {"z", "y", "x"}, batch}};
  const auto groups = group_rows(e, in_folds(4, 1), 2);
  const GroupedElements by_group(e, groups, in_folds(4, 1), 2);
  std::vector<int> tested(600, 0);
  for (std::int64_t fold = 1; fold <= 4; ++fold) {
    const FoldSplit found = fold_split(by_group, in_folds(4, fold));
    check_groups_stay_together(e, groups, found.split);
    ASSERT_EQ(found.folds.size(), 4U);
    EXPECT_EQ(found.folds[0].name, "1");
    std::array<int, 3> rows{};
    std::array<int, 3> of_batch{};
    for (std::size_t row = 0; row < 600; ++row) {
      ++rows.at(static_cast<std::size_t>(found.split[row]));
      if (found.split[row] == Split::test) {
        ++tested[row];
        ++of_batch.at(static_cast<std::size_t>(batch[row]));
      }
    }
    EXPECT_EQ(rows[2], found.folds[static_cast<std::size_t>(fold - 1)].rows);
    EXPECT_NEAR(rows[2], 150, 2);
    EXPECT_NEAR(rows[1], 60, 2);
    for (const int count : of_batch) {
      EXPECT_NEAR(count, 50, 3);
    }
  }
  EXPECT_EQ(std::count(tested.begin(), tested.end(), 1), 600);
}

TEST(FoldSplitTest, WhatTheBaseTestsIsTested) {
  const Elements e = example_elements(numbered_sequences(40));
  const auto groups = group_rows(e, in_folds(4, 2), 1);
  std::vector<bool> tested(40, false);
  std::fill(tested.begin(), tested.begin() + 7, true);
  const FoldSplit found = fold_split({e, groups, in_folds(4, 2), 1}, in_folds(4, 2), tested);
  for (std::size_t row = 0; row < 40; ++row) {
    EXPECT_EQ(found.split[row] == Split::test, row < 7) << row;
  }
}

TEST(FoldSplitTest, ChromosomesInTurn) {
  Elements e = example_elements(numbered_sequences(12));
  e.chromosome = {"chr1", "chr1", "chr2", "chr2", "chr3", "", "chr4", "chr4", "chr4", "chr4", "chr4", "chr4"};
  SplitConfig config;
  config.strategy = SplitStrategy::leave_one_chromosome_out;
  config.group_by.emplace();
  config.chromosomes.folds = {"2", "chr1", "3"};
  config.fractions.val = 0.2;
  // Row 1 (chr1) is with row 2 (chr2), row 4 (chr3) with row 5 (nowhere).
  const std::vector<std::int64_t> groups = {0, 1, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9};
  const auto tested = [&](std::int64_t fold) {
    config.fold = fold;
    const FoldSplit found = fold_split({e, groups, config, 1}, config);
    EXPECT_EQ(found.never_tested, 6);
    EXPECT_EQ(found.followed, 2);
    EXPECT_EQ(found.folds[1].name, "chr1");
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < 12; ++row) {
      if (found.split[row] == Split::test) {
        rows.push_back(row);
      }
    }
    return rows;
  };
  EXPECT_EQ(tested(1), (std::vector<std::size_t>{1, 2, 3}));
  EXPECT_EQ(tested(2), (std::vector<std::size_t>{0}));
  EXPECT_EQ(tested(3), (std::vector<std::size_t>{4, 5}));
  config.chromosomes.folds = {"2", "X"};
  expect_error(ErrorKind::input, "no row is on 'X' (folds)", [&] { fold_split({e, groups, config, 1}, config); });
  e.chromosome.clear();
  expect_error(ErrorKind::input, "split.strategy: leave_one_chromosome_out needs the chromosomes",
               [&] { fold_split({e, groups, config, 1}, config); });
}

TEST(FoldSplitTest, WhatCannotBeDivided) {
  const Elements e = example_elements({"AAAA", "AAAA", "CCCC", "GGGA"});
  const auto groups = group_rows(e, in_folds(4, 1), 1);
  expect_error(ErrorKind::input,
               "split.folds: 4 folds of 3 groups (4 rows) would leave a fold empty; allowed here: at most 3",
               [&] { fold_split({e, groups, in_folds(4, 1), 1}, in_folds(4, 1)); });
  SplitConfig config = in_folds(2, 1);
  config.fractions.val = 0.7;
  expect_error(ErrorKind::input, "to validate leave none of the 2 that are not tested",
               [&] { fold_split({e, groups, config, 1}, config); });
  config = in_folds(3, 1);
  expect_error(ErrorKind::input, "split val got no row: 4 rows in 3 groups are too few for 3 folds",
               [&] { fold_split({e, groups, config, 1}, config); });
}

}  // namespace
}  // namespace cre
