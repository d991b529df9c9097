#include <vector>

#include <gtest/gtest.h>

#include "example_elements.h"
#include "expect_error.h"
#include "split/grouping/groups.h"
#include "split/grouping/near_places.h"

namespace cre {
namespace {

using Groups = std::vector<std::int64_t>;

SplitConfig grouped_by(std::vector<GroupBy> kinds) {
  SplitConfig config;
  config.group_by = std::move(kinds);
  return config;
}

TEST(NearGroups, SequencesWithFewMismatchesOnEitherStrand) {
  // 1 differs from 0 in two bases, 2 from 1 in one more; 3 is the reverse complement of 2 but for one base; 4 is alone.
  const Elements e = example_elements({"AAAACCCCGG", "AAAACCCTTG", "ATAACCCTTG", "CAAGGGTTAG", "GTGTGTGTGT"});
  SplitConfig config = grouped_by({GroupBy::near_duplicate});
  EXPECT_EQ(group_rows(e, config, 2), (Groups{0, 0, 0, 0, 1}));
  config.both_strands = false;
  EXPECT_EQ(group_rows(e, config, 2), (Groups{0, 0, 0, 1, 2}));
  config.max_mismatches = 1;
  EXPECT_EQ(group_rows(e, config, 2), (Groups{0, 1, 1, 2, 3}));
  config.max_mismatches = 0;
  EXPECT_EQ(group_rows(e, config, 2), (Groups{0, 1, 2, 3, 4}));
}

TEST(NearGroups, SequencesThatAreShifted) {
  // 1 begins 6 bases behind 0, on the other strand, with a mismatch.
  const Elements e = example_elements(
      {"GATTACAGCCTAGGTCATCCGAACTTGCAG", "CCATGACTGCAAGTTCGGATGACCAAGGCT", "TTTTTTTTTTTTTTTTTTTTTTTTTTTTTT"});
  SplitConfig config = grouped_by({GroupBy::near_duplicate});
  config.max_mismatches = 1;
  config.max_shift = 6;
  config.min_overlap = 24;
  EXPECT_EQ(group_rows(e, config, 2), (Groups{0, 0, 1}));
  config.max_shift = 5;
  EXPECT_EQ(group_rows(e, config, 2), (Groups{0, 1, 2}));
}

TEST(NearGroups, ShortOverlapsAreRefused) {
  SplitToolConfig config;
  expect_error(ErrorKind::config,
               "split.min_overlap: 35 is too short for max_mismatches 2; allowed: at least 36 (12 bases for each",
               [&] { ConfigView(config).read({{"split", {{"max_shift", 9}, {"min_overlap", 35}}}}, "c.json"); });
  ConfigView(config).read({{"split", {{"max_shift", 9}, {"min_overlap", 36}}}}, "c.json");
}

TEST(NearGroups, NearDuplicatesAndColumnMerge) {
  Elements e = example_elements({"AAAACCCCGG", "AAAACCCTTG", "GTGTGTGTGT", "GAGAGACCTC"});
  e.group_name = {"x", "y", "y", "z"};
  EXPECT_EQ(group_rows(e, grouped_by({GroupBy::near_duplicate, GroupBy::column}), 1), (Groups{0, 0, 0, 1}));
}

Elements placed() {
  Elements e = example_elements(numbered_sequences(7));
  e.chromosome = {"chr1", "chr1", "chr1", "chr2", "", "chr1", "chr2"};
  e.start = {100, 350, 200, 150, kNoPosition, 120, 400};
  e.end = {300, 450, 260, 250, kNoPosition, 140, 500};
  return e;
}

TEST(NearGroups, PlacesThatOverlap) {
  // 2 and 5 lie within 0; 1 begins 50 bases behind 0; 3 and 6 are on another chromosome; 4 has no place.
  SplitConfig config = grouped_by({GroupBy::interval});
  EXPECT_EQ(group_rows(placed(), config, 1), (Groups{0, 1, 0, 2, 3, 0, 4}));
  config.max_distance = 49;
  EXPECT_EQ(group_rows(placed(), config, 1), (Groups{0, 1, 0, 2, 3, 0, 4}));
  config.max_distance = 50;
  EXPECT_EQ(group_rows(placed(), config, 1), (Groups{0, 0, 0, 1, 2, 0, 3}));
  config.max_distance = 150;
  EXPECT_EQ(group_rows(placed(), config, 1), (Groups{0, 0, 0, 1, 2, 0, 1}));
}

TEST(NearGroups, PlacesThatTouch) {
  Elements e = example_elements(numbered_sequences(2));
  e.chromosome = {"chr1", "chr1"};
  e.start = {0, 100};
  e.end = {100, 200};
  UnionFind sets(2);
  EXPECT_EQ(merge_near_places(e, 0, sets), 0U);
  EXPECT_EQ(sets.find(0), sets.find(1));
}

TEST(NearGroups, PlacesAreNeeded) {
  const Elements e = example_elements(numbered_sequences(2));
  expect_error(ErrorKind::input, "name qc.columns.region", [&] { group_rows(e, grouped_by({GroupBy::interval}), 1); });
}

}  // namespace
}  // namespace cre
