#include "sequence/minhash.h"

#include <algorithm>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "example_families.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

/// Families that share a part of a parent, at any place and on either strand, some with an adaptor in common.
std::vector<Row> related_rows(std::size_t rows, RandomStream& stream) {
  constexpr std::size_t kLength = 120;
  const Row adaptor = random_row(40, stream);
  std::vector<Row> table;
  while (table.size() < rows) {
    const Row parent = random_row(3 * kLength, stream);
    for (std::uint64_t i = stream.below(6) + 1; i > 0; --i) {
      const auto begin = parent.begin() + static_cast<std::ptrdiff_t>(stream.below(60));
      Row row(begin, begin + kLength);
      row[stream.below(kLength)] = static_cast<std::uint8_t>(stream.below(5));
      if (stream.below(2) == 0) {
        std::copy(adaptor.begin(), adaptor.end(), row.begin());
      }
      table.push_back(stream.below(2) == 0 ? row : reverse_complement(row));
    }
  }
  return table;
}

/// A word as text, on either strand the one that sorts first when asked.
std::set<std::string> words(const Row& row, std::size_t k, bool both_strands) {
  std::set<std::string> out;
  for (std::size_t i = 0; i + k <= row.size(); ++i) {
    const Row word(row.begin() + static_cast<std::ptrdiff_t>(i), row.begin() + static_cast<std::ptrdiff_t>(i + k));
    const std::string forward = decode_bases(word), reverse = decode_bases(reverse_complement(word));
    if (forward.find('N') == std::string::npos) {
      out.insert(both_strands ? std::min(forward, reverse) : forward);
    }
  }
  return out;
}

TEST(MinHashSketchesTest, LargeSketchesGiveTheIndexItself) {
  RandomStream stream(RandomPurpose::simulation, 11);
  const std::vector<Row> table = related_rows(40, stream);
  for (const bool both : {true, false}) {
    const MinHashPlan plan{.k = 15, .size = 1000, .both_strands = both};
    const MinHashSketches sketches(joined(table), table.front().size(), plan);
    for (std::size_t a = 0; a < 10; ++a) {
      for (std::size_t b = 0; b < 10; ++b) {
        const std::set<std::string> left = words(table[a], 15, both), right = words(table[b], 15, both);
        std::set<std::string> of_both, of_either = left;
        std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                              std::inserter(of_both, of_both.end()));
        of_either.insert(right.begin(), right.end());
        EXPECT_DOUBLE_EQ(sketches.jaccard(a, b),
                         static_cast<double>(of_both.size()) / static_cast<double>(of_either.size()));
      }
    }
  }
}

TEST(MinHashSketchesTest, SmallSketchesEstimateIt) {
  RandomStream stream(RandomPurpose::simulation, 12);
  double difference = 0.0, squares = 0.0;
  constexpr int kPairs = 200;
  for (int i = 0; i < kPairs; ++i) {
    const Row parent = random_row(400, stream);
    const std::vector<Row> table = {Row(parent.begin(), parent.begin() + 300), Row(parent.begin() + 100, parent.end())};
    const MinHashSketches sketches(joined(table), 300, {.k = 15, .size = 50});
    const double error = sketches.jaccard(0, 1) - 186.0 / 386.0;  // words of the middle 200 bases; of all 400
    difference += error / kPairs;
    squares += error * error / kPairs;
  }
  EXPECT_NEAR(difference, 0.0, 0.02);
  EXPECT_NEAR(std::sqrt(squares), std::sqrt(0.48 * 0.52 / 50), 0.02);
}

TEST(MinHashSketchesTest, RowsWithoutWords) {
  const std::vector<Row> table = {encode_bases("NNNNNNNNNNNNNNNNNNNN"), encode_bases("AAAAAAAAAAAAAAAAAAAA"),
                                  encode_bases("ACGTTGCACCATGGATTCAG")};
  const MinHashSketches sketches(joined(table), 20, {.k = 9, .size = 8});
  EXPECT_TRUE(sketches.hashes(0).empty() && sketches.hashes(1).empty());
  EXPECT_EQ(sketches.jaccard(0, 1), 0.0);
  EXPECT_EQ(sketches.jaccard(0, 2), 0.0);
  EXPECT_EQ(sketches.jaccard(2, 2), 1.0);
}

class MinHashFamilies : public testing::TestWithParam<double> {};

TEST_P(MinHashFamilies, AreThoseOfAllPairs) {
  RandomStream stream(RandomPurpose::simulation, 13);
  const std::vector<Row> table = related_rows(600, stream);
  for (const std::size_t size : {20, 200}) {
    const MinHashPlan plan{.k = 11, .size = size, .threshold = GetParam(), .threads = 2};
    const MinHashSketches sketches(joined(table), table.front().size(), plan);
    UnionFind expected(table.size()), found(table.size());
    for (std::size_t a = 0; a < table.size(); ++a) {
      for (std::size_t b = a + 1; b < table.size(); ++b) {
        if (sketches.jaccard(a, b) >= plan.threshold) {
          expected.merge(a, b);
        }
      }
    }
    merge_minhash_families(joined(table), table.front().size(), plan, found);
    for (std::size_t a = 0; a < table.size(); ++a) {
      for (std::size_t b = a + 1; b < table.size(); ++b) {
        ASSERT_EQ(expected.find(a) == expected.find(b), found.find(a) == found.find(b)) << a << ' ' << b;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Thresholds, MinHashFamilies, testing::Values(0.05, 0.3, 0.5, 0.9, 1.0));

/// Families of rows of which each two have 20 of 80 words in common.
std::size_t families_of_distant_rows(std::size_t rows) {
  constexpr std::size_t kLength = 60;
  RandomStream stream(RandomPurpose::simulation, 14);
  const Row block = random_row(30, stream);
  std::vector<Row> table;
  while (table.size() < rows) {
    Row row = random_row(kLength, stream);
    std::copy(block.begin(), block.end(), row.begin());
    table.push_back(row);
  }
  UnionFind families(rows);
  merge_minhash_families(joined(table), kLength, {.k = 11, .size = 100, .threshold = 0.38, .threads = 2}, families);
  std::set<std::size_t> different;
  for (std::size_t row = 0; row < rows; ++row) {
    different.insert(families.find(row));
  }
  return different.size();
}

TEST(MinHashFamiliesTest, TooManyRowsOfOneCommonWordAreMergedUnseen) {
  EXPECT_GT(families_of_distant_rows(2000), 1900U);
  EXPECT_EQ(families_of_distant_rows(2100), 1U);
}

}  // namespace
}  // namespace cre
