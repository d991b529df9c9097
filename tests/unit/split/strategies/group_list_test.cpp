#include "split/strategies/group_list.h"

#include <algorithm>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "example_elements.h"
#include "split/grouping/groups.h"
#include "split/strategies/random_split.h"
#include "split/strategies/row_categories.h"
#include "split/strategies/training_subset.h"

namespace cre {
namespace {

SplitConfig by_sequence() {
  SplitConfig config;
  config.group_by = {GroupBy::sequence};
  return config;
}

TEST(GroupListTest, RowsOfGroups) {
  const GroupList list({2, 0, 2, 1, 0});
  ASSERT_EQ(list.size(), 3U);
  EXPECT_TRUE(std::ranges::equal(list.rows(0), std::vector<std::size_t>{1, 4}));
  EXPECT_TRUE(std::ranges::equal(list.rows(1), std::vector<std::size_t>{3}));
  EXPECT_TRUE(std::ranges::equal(list.rows(2), std::vector<std::size_t>{0, 2}));
}

TEST(GroupListTest, KeysAreTheSmallestDigestOfTheStrandThatSortsFirst) {
  const Elements e = example_elements({"AAAACCCC", "GGGGTTTT", "ACACACAC"});
  const std::vector<GroupKey> both = group_keys(e, {0, 1, 2}, by_sequence(), 2);
  EXPECT_EQ(both[0], (GroupKey{0xa6c7cf707ec32204, 0x560c3967f3af57cb}));  // printf AAAACCCC | sha256sum
  EXPECT_EQ(both[0], both[1]);                                             // reverse complements
  EXPECT_NE(both[0], both[2]);
  const std::vector<GroupKey> merged = group_keys(e, {0, 0, 0}, by_sequence(), 2);
  EXPECT_EQ(merged, (std::vector<GroupKey>{std::min(both[0], both[2])}));
  SplitConfig one_strand = by_sequence();
  one_strand.both_strands = false;
  const std::vector<GroupKey> as_given = group_keys(e, {0, 1, 2}, one_strand, 2);
  EXPECT_EQ(as_given[0], both[0]);
  EXPECT_NE(as_given[1], both[1]);
}

TEST(GroupListTest, OrdersDifferByPurposeAndSeedAndNotByNumbering) {
  const std::vector<GroupKey> keys = {{1, 1}, {2, 1}, {3, 9}, {4, 4}, {5, 0}, {6, 6}};
  std::set<std::vector<std::size_t>> orders;
  for (const std::uint64_t seed : {1U, 2U}) {
    for (const GroupDraw draw : {GroupDraw::split, GroupDraw::validation, GroupDraw::training_subset}) {
      orders.insert(drawn_order(keys, seed, draw));
    }
  }
  EXPECT_EQ(orders.size(), 6U);
  const std::vector<GroupKey> reversed(keys.rbegin(), keys.rend());
  std::vector<std::size_t> order = drawn_order(reversed, 1, GroupDraw::split);
  for (std::size_t& group : order) {
    group = 5 - group;
  }
  EXPECT_EQ(order, drawn_order(keys, 1, GroupDraw::split));
}

TEST(RowCategoriesTest, RareLevelsAreOneCategory) {
  Elements e = example_elements(numbered_sequences(20));
  e.target_cell.assign(20, 0);
  std::vector<std::int16_t> batch(20, 0);
  batch[3] = 1;
  batch[4] = 2;
  batch[5] = kNoLevel;
  e.strata = {{"batch", {"usual", "b", "a"}, batch}};
  const RowCategories categories(e, 0.1);
  ASSERT_EQ(categories.columns().size(), 2U);
  EXPECT_EQ(categories.columns()[1].name, "batch");
  EXPECT_EQ(categories.of(3)[1], categories.of(4)[1]);
  EXPECT_EQ(categories.of(3)[1], categories.of(5)[1]);
  EXPECT_NE(categories.of(3)[1], categories.of(0)[1]);
  EXPECT_EQ(categories.total(categories.of(3)[1]), 3.0);
  EXPECT_EQ(categories.total(categories.of(0)[1]), 17.0);
}

TEST(RandomSplitTest, StrataHaveTheirShareInEverySplit) {
  Elements e = example_elements(numbered_sequences(1000));
  std::vector<std::int16_t> batch(1000);
  for (std::size_t row = 0; row < 1000; ++row) {
    batch[row] = static_cast<std::int16_t>(row < 100 ? 0 : 1);
  }
  e.strata = {{"batch", {"small", "large"}, batch}};
  const auto groups = group_rows(e, by_sequence(), 1);
  const auto splits = random_split({e, groups, by_sequence(), 1}, by_sequence());
  const SplitDeviation deviation = split_deviation(e, splits, {});
  EXPECT_LT(deviation.shares.at("batch"), 0.005);
  EXPECT_LT(deviation.shares.at("target_cell"), 0.005);
  EXPECT_LT(deviation.size, 0.002);
}

TEST(TrainingSubsetTest, SmallerOnesAreInLargerOnes) {
  std::vector<std::string> sequences = numbered_sequences(400);
  std::copy(sequences.begin(), sequences.begin() + 50, sequences.begin() + 350);
  const Elements e = example_elements(sequences);
  const auto groups = group_rows(e, by_sequence(), 1);
  const GroupedElements by_group(e, groups, by_sequence(), 1);
  const auto whole = random_split(by_group, by_sequence());
  const auto training = static_cast<double>(std::count(whole.begin(), whole.end(), Split::train));
  std::vector<Split> smaller(400, Split::unused);
  for (const double fraction : {0.001, 0.05, 0.3, 0.7, 1.0}) {
    std::vector<Split> splits = whole;
    const std::size_t left_out = keep_training_fraction(by_group, fraction, 7, splits);
    EXPECT_EQ(std::count(splits.begin(), splits.end(), Split::unused), static_cast<std::ptrdiff_t>(left_out));
    const auto kept = static_cast<double>(std::count(splits.begin(), splits.end(), Split::train));
    EXPECT_GE(kept, fraction * training);
    EXPECT_LE(kept, fraction * training + 2.0);  // no group has more than 2 rows
    for (std::size_t row = 0; row < 400; ++row) {
      if (whole[row] != Split::train) {
        EXPECT_EQ(splits[row], whole[row]);
      } else if (smaller[row] == Split::train) {
        EXPECT_EQ(splits[row], Split::train);
      }
    }
    smaller = splits;
  }
  EXPECT_EQ(smaller, whole);
}

}  // namespace
}  // namespace cre
