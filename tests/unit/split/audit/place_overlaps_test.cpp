// Places that overlap, against all pairs.
#include "split/audit/place_overlaps.h"

#include <random>

#include <gtest/gtest.h>

#include "example_elements.h"

namespace cre {
namespace {

TEST(PlaceOverlaps, AsAllPairsSay) {
  std::mt19937 random{4};
  Elements e = example_elements(numbered_sequences(600));
  for (std::size_t row = 0; row < e.rows(); ++row) {
    const auto start = static_cast<std::int64_t>(random() % 20000);
    const bool unknown = row % 17 == 0;
    e.chromosome.push_back(row % 29 == 0 ? "" : row % 2 == 0 ? "chr1" : row % 3 == 0 ? "1" : "X");
    e.start.push_back(unknown ? kNoPosition : start);
    e.end.push_back(unknown ? kNoPosition : start + 1 + static_cast<std::int64_t>(random() % 60));
  }
  std::vector<std::uint32_t> queries, references;
  for (std::uint32_t row = 0; row < e.rows(); ++row) {
    (row % 3 == 1 ? queries : references).push_back(row);
  }
  const std::vector<bool> found = overlap_places(e, queries, references);
  std::size_t overlapping = 0;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const std::uint32_t a = queries[i];
    bool expected = false;
    for (const std::uint32_t b : references) {
      const auto named = [&](std::uint32_t row) { return e.chromosome[row] == "1" ? "chr1" : e.chromosome[row]; };
      expected = expected || (!e.chromosome[a].empty() && named(a) == named(b) && e.start[a] >= 0 && e.start[b] >= 0 &&
                              e.start[a] < e.end[b] && e.start[b] < e.end[a]);
    }
    EXPECT_EQ(found[i], expected) << a;
    overlapping += expected ? 1 : 0;
  }
  EXPECT_GT(overlapping, 20U);
  EXPECT_LT(overlapping, queries.size() - 20);
}

TEST(PlaceOverlaps, NeighboursThatTouchHaveNoBaseInCommon) {
  Elements e = example_elements(numbered_sequences(3));
  e.chromosome = {"chr1", "chr1", "chr1"};
  e.start = {100, 0, 199};
  e.end = {200, 100, 300};
  const std::vector<std::uint32_t> first = {0}, before = {1}, behind = {2};
  EXPECT_FALSE(overlap_places(e, first, before)[0]);
  EXPECT_TRUE(overlap_places(e, first, behind)[0]);
}

}  // namespace
}  // namespace cre
