#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.h"
#include "example_families.h"
#include "sequence/base_codes.h"
#include "sequence/base_planes.h"
#include "sequence/near_duplicates.h"
#include "sequence/overlap_seeds.h"
#include "sequence/reverse_complement.h"

namespace cre {
namespace {

/// At most so many mismatches between `a` from base `shift` on and the beginning of `b`?
bool are_near(const Row& a, const Row& b, std::size_t shift, std::size_t most) {
  std::size_t sum = 0;
  for (std::size_t i = shift; i < a.size() && sum <= most; ++i) {
    sum += a[i] != b[i - shift] ? 1 : 0;
  }
  return sum <= most;
}

bool are_near_at_some_shift(const Row& a, const Row& b, const NearDuplicatePlan& plan) {
  for (std::size_t shift = 0; shift <= plan.max_shift; ++shift) {
    if ((shift == 0 || a.size() >= shift + plan.min_overlap) &&
        (are_near(a, b, shift, plan.most_mismatches) || are_near(b, a, shift, plan.most_mismatches))) {
      return true;
    }
  }
  return false;
}

std::vector<std::size_t> by_all_pairs_and_shifts(const Table& table, const NearDuplicatePlan& plan) {
  UnionFind sets(table.size());
  for (std::size_t a = 0; a < table.size(); ++a) {
    const Row other = reverse_complement(table[a]);
    for (std::size_t b = a + 1; b < table.size(); ++b) {
      if (are_near_at_some_shift(table[a], table[b], plan) ||
          (plan.both_strands && are_near_at_some_shift(other, table[b], plan))) {
        sets.merge(a, b);
      }
    }
  }
  return first_of_family(sets, table.size());
}

Table tiles(std::size_t rows, std::size_t length, RandomStream& stream) {
  return windows(rows, length, {.of_a_genome = 40, .genome = 12 * length, .changes = 4}, stream);
}

/// The ends of all rows are runs of A, repeats of AC, or N, of any length up to half of a row.
Table with_simple_tails(Table table, RandomStream& stream) {
  for (Row& row : table) {
    const std::uint64_t kind = stream.below(3);
    for (std::size_t i = row.size() - stream.below(row.size() / 2); i < row.size(); ++i) {
      row[i] = kind == 0 ? kBaseA : kind == 1 ? static_cast<std::uint8_t>(i % 2) : kBaseN;
    }
  }
  return table;
}

/// Windows of one sequence at a few places, most of them too different from each other to be near.
Table tiled_cloud(std::size_t rows, std::size_t length, std::size_t changes, RandomStream& stream) {
  const Row parent = random_row(length + 12, stream);
  Table table;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto begin = parent.begin() + static_cast<std::ptrdiff_t>(4 * stream.below(4));
    table.push_back(changed(Row(begin, begin + static_cast<std::ptrdiff_t>(length)), changes, stream));
  }
  return table;
}

class ShiftedDuplicates : public testing::TestWithParam<std::tuple<std::size_t, bool>> {
 protected:
  /// Also that shifts matter, and do not connect everything.
  void expect_all_pairs(const Table& table, std::size_t max_shift, std::size_t min_overlap) const {
    NearDuplicatePlan plan{.most_mismatches = std::get<0>(GetParam()),
                           .both_strands = std::get<1>(GetParam()),
                           .max_shift = max_shift,
                           .min_overlap = min_overlap,
                           .threads = 2};
    const std::vector<std::size_t> found = found_families(table, plan);
    EXPECT_EQ(found, by_all_pairs_and_shifts(table, plan));
    EXPECT_GT(*std::max_element(found.begin(), found.end()), 0U);
    plan.max_shift = 0;
    EXPECT_NE(found, found_families(table, plan));
  }
};

TEST_P(ShiftedDuplicates, OfTiles) {
  RandomStream stream(RandomPurpose::simulation, 1);
  expect_all_pairs(tiles(400, 60, stream), 24, 36);
  expect_all_pairs(tiles(300, 130, stream), 200, 70);  // overlaps limit the shift
  expect_all_pairs(tiles(400, 64, stream), 9, 20);
}

TEST_P(ShiftedDuplicates, OfTilesWithSimpleTails) {
  RandomStream stream(RandomPurpose::simulation, 2);
  expect_all_pairs(with_simple_tails(tiles(400, 60, stream), stream), 20, 30);
}

TEST_P(ShiftedDuplicates, OfTilesWithAdaptors) {
  RandomStream stream(RandomPurpose::simulation, 3);
  Table table = tiles(400, 80, stream);
  const Table last = with_adaptors(tiles(200, 80, stream), stream);
  table.insert(table.end(), last.begin(), last.end());
  expect_all_pairs(table, 30, 40);
}

TEST_P(ShiftedDuplicates, OfTwoLetters) {
  RandomStream stream(RandomPurpose::simulation, 4);
  const std::size_t overlap = 3 * std::get<0>(GetParam()) + 14;
  Table table;
  for (int i = 0; i < 300; ++i) {
    table.push_back(random_row(overlap + 10, stream, 2));
  }
  expect_all_pairs(table, 10, overlap);
}

INSTANTIATE_TEST_SUITE_P(Mismatches, ShiftedDuplicates,
                         testing::Combine(testing::Values(0U, 1U, 2U, 4U), testing::Bool()));

/// Thousands of words in common, few of them connected: places are taken in pairs.
TEST(ShiftedDuplicatesOfClouds, AreThoseOfAllPairs) {
  RandomStream stream(RandomPurpose::simulation, 5);
  for (const auto& [changes, most] : {std::pair(9U, 4U), std::pair(6U, 2U)}) {
    const Table table = tiled_cloud(1500, 100, changes, stream);
    const NearDuplicatePlan plan{
        .most_mismatches = most, .both_strands = true, .max_shift = 8, .min_overlap = 80, .threads = 2};
    const std::vector<std::size_t> found = found_families(table, plan);
    EXPECT_EQ(found, by_all_pairs_and_shifts(table, plan));
    const std::set<std::size_t> families(found.begin(), found.end());
    EXPECT_GT(families.size(), 20U);
    EXPECT_LT(families.size(), 1490U);
  }
}

TEST(ShiftedDuplicatesTest, AHandWorkedExample) {
  // 1 is 0 without its first three bases; 2 the same on the other strand, with one mismatch.
  const Table table = {encode_bases("ACGTTGCATTCGAGGTACCA"), encode_bases("TTGCATTCGAGGTACCAGTC"),
                       reverse_complement(encode_bases("TTGCATTCGTGGTACCAGAC"))};
  NearDuplicatePlan plan{.most_mismatches = 1, .both_strands = true, .max_shift = 3, .min_overlap = 17};
  EXPECT_EQ(found_families(table, plan), (std::vector<std::size_t>{0, 0, 0}));
  plan.min_overlap = 18;
  EXPECT_EQ(found_families(table, plan), (std::vector<std::size_t>{0, 1, 2}));
  plan.min_overlap = 17;
  plan.max_shift = 2;
  EXPECT_EQ(found_families(table, plan), (std::vector<std::size_t>{0, 1, 2}));
  plan.max_shift = 3;
  plan.both_strands = false;
  EXPECT_EQ(found_families(table, plan), (std::vector<std::size_t>{0, 0, 2}));
  plan.both_strands = true;
  plan.most_mismatches = 0;
  EXPECT_EQ(found_families(table, plan), (std::vector<std::size_t>{0, 0, 2}));
}

TEST(BasePlanesTest, ShiftedDistances) {
  RandomStream stream(RandomPurpose::simulation, 6);
  for (const std::size_t length : {5U, 64U, 65U, 200U}) {
    const Row a = changed(random_row(length, stream), 3, stream), b = changed(random_row(length, stream), 3, stream);
    const BasePlanes planes(joined({a, b}), length, false, 1);
    for (std::size_t shift = 0; shift < length; ++shift) {
      const Row end(a.begin() + static_cast<std::ptrdiff_t>(shift), a.end());
      EXPECT_EQ(planes.shifted_distance(0, 1, shift), hamming(end, b)) << length << " " << shift;
    }
  }
}

TEST(OverlapSeeds, RowsWithEnoughInCommonHaveASeedInCommonThere) {
  RandomStream stream(RandomPurpose::simulation, 7);
  for (const std::size_t bases : {1U, 2U, 9U, 12U, 20U, 33U, 60U}) {
    const SeedPlan plan = SeedPlan::for_common_bases(bases, true);
    ASSERT_EQ(plan.k + plan.words - 1, bases);
    const std::size_t length = bases + 30;
    for (int i = 0; i < 200; ++i) {
      const Row common = random_row(bases, stream, i % 4 == 0 ? 1 : i % 4 == 1 ? 2 : 5);
      Row a = random_row(length, stream), b = random_row(length, stream);
      const std::size_t at_a = stream.below(31), at_b = stream.below(31);
      std::copy(common.begin(), common.end(), a.begin() + static_cast<std::ptrdiff_t>(at_a));
      std::copy(common.begin(), common.end(), b.begin() + static_cast<std::ptrdiff_t>(at_b));
      const bool is_turned = i % 2 == 1;
      std::vector<Seed> of_a, of_b;
      SeedFinder finder(plan);
      finder.add(a, 0, of_a);
      finder.add(is_turned ? reverse_complement(b) : b, 1, of_b);
      // Forward on `a` is the other strand of `b` where this is turned round; places differ by what the runs do.
      const bool found = std::any_of(of_a.begin(), of_a.end(), [&](const Seed& one) {
        return std::any_of(of_b.begin(), of_b.end(), [&](const Seed& other) {
          const bool same_direction = (one.entry % 2 == other.entry % 2) != is_turned;
          const bool is_forward = one.entry % 2 == 0;
          const std::size_t place_a = is_forward ? at_a : length - at_a - bases;
          const std::size_t place_b = is_forward ? at_b : length - at_b - bases;
          return same_direction && one.word == other.word && one.place + place_b == other.place + place_a &&
                 one.place >= place_a && one.place + plan.k <= place_a + bases;
        });
      });
      EXPECT_TRUE(found) << bases << " " << i;
    }
  }
}

}  // namespace
}  // namespace cre
