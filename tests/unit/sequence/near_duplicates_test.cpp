#include "sequence/near_duplicates.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.h"
#include "example_families.h"
#include "sequence/base_codes.h"
#include "sequence/base_planes.h"
#include "sequence/position_parts.h"
#include "sequence/reverse_complement.h"

namespace cre {
namespace {

std::vector<std::size_t> by_all_pairs(const Table& table, const NearDuplicatePlan& plan) {
  UnionFind sets(table.size());
  for (std::size_t a = 0; a < table.size(); ++a) {
    const Row other = reverse_complement(table[a]);
    for (std::size_t b = a + 1; b < table.size(); ++b) {
      if (hamming(table[a], table[b]) <= plan.most_mismatches ||
          (plan.both_strands && hamming(other, table[b]) <= plan.most_mismatches)) {
        sets.merge(a, b);
      }
    }
  }
  return first_of_family(sets, table.size());
}

/// Many rows around one parent, at distances from 0 to 9: near each other, or not.
Table cloud(std::size_t rows, std::size_t length, RandomStream& stream) {
  const Row parent = random_row(length, stream);
  Table table;
  for (std::size_t i = 0; i < rows; ++i) {
    table.push_back(changed(parent, 4 + stream.below(6), stream));
  }
  return table;
}

/// Few bases vary, all of them at once.
Table few_positions(std::size_t rows, std::size_t length, RandomStream& stream) {
  Table table;
  const Row parent = random_row(length, stream);
  for (std::size_t i = 0; i < rows; ++i) {
    Row row = parent;
    for (std::size_t p = 0; p < 14; ++p) {
      row[length / 3 + p] = static_cast<std::uint8_t>(stream.below(4));
    }
    table.push_back(row);
  }
  return table;
}

class NearDuplicates : public testing::TestWithParam<std::tuple<std::size_t, bool>> {
 protected:
  void expect_all_pairs(const Table& table) const {
    const NearDuplicatePlan plan{
        .most_mismatches = std::get<0>(GetParam()), .both_strands = std::get<1>(GetParam()), .threads = 2};
    EXPECT_EQ(found_families(table, plan), by_all_pairs(table, plan));
  }
};

TEST_P(NearDuplicates, OfPlantedFamilies) {
  RandomStream stream(RandomPurpose::simulation, 1);
  expect_all_pairs(planted(1000, 50, stream));
  expect_all_pairs(planted(500, 129, stream));
  expect_all_pairs(planted(300, 8, stream));
}

TEST_P(NearDuplicates, OfRowsWithAdaptors) {
  RandomStream stream(RandomPurpose::simulation, 2);
  expect_all_pairs(with_adaptors(planted(1000, 80, stream), stream));
}

TEST_P(NearDuplicates, OfACloudOfVariants) {
  RandomStream stream(RandomPurpose::simulation, 3);
  expect_all_pairs(cloud(1000, 60, stream));
  expect_all_pairs(few_positions(1000, 70, stream));
}

TEST_P(NearDuplicates, OfSimpleSequences) {
  RandomStream stream(RandomPurpose::simulation, 4);
  Table table;
  for (int i = 0; i < 400; ++i) {
    table.push_back(random_row(24, stream, 2));
  }
  table.push_back(Row(24, kBaseN));
  table.push_back(Row(24, kBaseN));
  expect_all_pairs(table);
}

INSTANTIATE_TEST_SUITE_P(Mismatches, NearDuplicates,
                         testing::Combine(testing::Values(0U, 1U, 2U, 4U), testing::Bool()));

TEST(BasePlanesTest, BasesDistancesAndOtherStrand) {
  const Row a = encode_bases("ACGTNACGTTGCAAC"), b = encode_bases("ACGTAACGATGCNAC");
  const BasePlanes planes(joined({a, b}), a.size(), true, 1);
  ASSERT_EQ(planes.entries(), 4U);
  const Row other = reverse_complement(a);
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(planes.base(0, i), a[i]);
    EXPECT_EQ(planes.base(1, i), other[i]);
  }
  EXPECT_EQ(planes.distance(0, 2), hamming(a, b));
  EXPECT_EQ(planes.distance(1, 2), hamming(other, b));
  EXPECT_EQ(planes.distance(1, 3), hamming(a, b));
}

TEST(PositionParts, AreCutWhereBasesVary) {
  RandomStream stream(RandomPurpose::simulation, 6);
  Table table;
  for (int i = 0; i < 100; ++i) {
    Row row(100, 0);
    for (std::size_t p = 60; p < 90; ++p) {
      row[p] = static_cast<std::uint8_t>(stream.below(4));
    }
    table.push_back(row);
  }
  const BasePlanes planes(joined(table), 100, false, 1);
  std::vector<std::uint32_t> entries(100);
  for (std::uint32_t i = 0; i < 100; ++i) {
    entries[i] = i;
  }
  const std::vector<Positions> parts = position_parts(planes, entries, planes.all_positions(), 3);
  ASSERT_EQ(parts.size(), 3U);
  Positions left = planes.all_positions();
  for (const Positions& part : parts) {
    Positions varying = part;
    varying[0] &= ~((std::uint64_t{1} << 60U) - 1);
    varying[1] &= (std::uint64_t{1} << 26U) - 1;
    EXPECT_NEAR(static_cast<double>(position_count(varying)), 10.0, 1.0);
    left = without(left, part);
  }
  EXPECT_EQ(position_count(left), 0U);
}

}  // namespace
}  // namespace cre
