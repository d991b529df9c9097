// What rows have in common with any of many others, against all pairs, offsets and strands.
#include "sequence/overlap_search.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include "example_families.h"
#include "sequence/base_codes.h"
#include "sequence/run_bits.h"

namespace cre {
namespace {

/// By their first base, words of k bases; empty where one of these is N.
std::vector<std::string> words_of(const Row& row, std::size_t k) {
  std::vector<std::string> words;
  const std::string bases = decode_bases(row);
  for (std::size_t i = 0; i + k <= row.size(); ++i) {
    const std::string word = bases.substr(i, k);
    words.push_back(word.find('N') == std::string::npos ? word : "");
  }
  return words;
}

/// Windows that overlap, among strangers.
Table windows_and_strangers(std::size_t rows, std::size_t length, RandomStream& stream) {
  Table table = windows(rows, length, {.of_a_genome = 30, .genome = 4 * length, .changes = 6}, stream);
  for (Row& row : table) {
    row = stream.below(4) == 0 ? random_row(length, stream) : row;
  }
  return table;
}

struct Bits {
  std::vector<std::uint64_t> words, bases;
};

/// Most words and bases count.
Bits counted_bits(std::size_t length, RandomStream& stream) {
  Bits bits{std::vector<std::uint64_t>((length + 63) / 64, 0), std::vector<std::uint64_t>((length + 63) / 64, 0)};
  for (std::size_t i = 0; i < length; ++i) {
    if (stream.below(20) != 0) {
      set_bit(bits.words, i);
    }
    if (stream.below(5) != 0) {
      set_bit(bits.bases, i);
    }
  }
  return bits;
}

using Words = std::vector<std::string>;

/// Bases that count, in words of `own` that count and that `other` has at this offset.
std::size_t overlap_at(const Words& own, const Words& other, std::int64_t offset, const Bits& counted, std::size_t k) {
  std::vector<bool> bases(own.size() + k - 1);
  for (std::size_t i = 0; i < own.size(); ++i) {
    const std::int64_t there = static_cast<std::int64_t>(i) + offset;
    if (there >= 0 && there < std::ssize(other) && !own[i].empty() && has_bit(counted.words, i) &&
        own[i] == other[static_cast<std::size_t>(there)]) {
      for (std::size_t base = i; base < i + k; ++base) {
        bases[base] = has_bit(counted.bases, base);
      }
    }
  }
  return static_cast<std::size_t>(std::ranges::count(bases, true));
}

/// What counts of a row, told of its reverse complement.
Bits turned(const Bits& counted, std::size_t length, std::size_t k) {
  Bits out{std::vector<std::uint64_t>(counted.words.size(), 0), std::vector<std::uint64_t>(counted.bases.size(), 0)};
  for (std::size_t i = 0; i < length; ++i) {
    if (has_bit(counted.bases, i)) {
      set_bit(out.bases, length - 1 - i);
    }
    if (i + k <= length && has_bit(counted.words, i)) {
      set_bit(out.words, length - k - i);
    }
  }
  return out;
}

class OverlapSearchTest : public testing::TestWithParam<std::tuple<std::size_t, std::size_t, bool>> {
 protected:
  OverlapSearchTest() {
    RandomStream stream(RandomPurpose::simulation, 3);
    table_ = windows_and_strangers(90, length_, stream);
    codes_ = joined(table_);
    for (std::uint32_t row = 0; row < table_.size(); ++row) {
      words_[0].push_back(words_of(table_[row], k_));
      words_[1].push_back(words_of(reverse_complement(table_[row]), k_));
      (row % 3 == 0 ? queries_ : references_).push_back(row);
    }
  }

  OverlapSearch search(unsigned threads = 2) const {
    return {{codes_, length_, queries_}, {codes_, length_, references_}, k_, both_strands_, threads};
  }

  std::size_t length_ = std::get<0>(GetParam()), k_ = std::get<1>(GetParam());
  bool both_strands_ = std::get<2>(GetParam());
  Table table_;
  std::vector<std::uint8_t> codes_;
  std::array<std::vector<Words>, 2> words_;  // of every row, and of its other strand
  std::vector<std::uint32_t> queries_, references_;
};

TEST_P(OverlapSearchTest, WordsThatAnyReferenceHas) {
  std::set<std::string> words;
  for (const std::uint32_t reference : references_) {
    for (std::size_t strand = 0; strand < (both_strands_ ? 2 : 1); ++strand) {
      words.insert(words_[strand][reference].begin(), words_[strand][reference].end());
    }
  }
  words.erase("");
  const OverlapSearch search = this->search();
  std::size_t shared = 0, others = 0;
  for (std::size_t query = 0; query < queries_.size(); ++query) {
    for (std::size_t i = 0; i < search.shared_words(query).size() * 64; ++i) {
      const bool expected = i + k_ <= length_ && words.contains(words_[0][queries_[query]][i]);
      EXPECT_EQ(has_bit(search.shared_words(query), i), expected) << query << ", " << i;
      ++(expected ? shared : others);
    }
  }
  EXPECT_GT(std::min(shared, others), 100U) << "both kinds are there";
}

TEST_P(OverlapSearchTest, AnOverlapIsFoundWhereThereIsOne) {
  RandomStream stream(RandomPurpose::simulation, 4);
  const OverlapSearch search = this->search();
  const auto length = static_cast<std::int64_t>(length_);
  for (const std::size_t least : {k_, length_ / 2}) {
    std::size_t found = 0;
    for (std::size_t query = 0; query < queries_.size(); ++query) {
      const Bits counted = counted_bits(length_, stream);
      const std::array<Bits, 2> counts = {counted, turned(counted, length_, k_)};
      const auto overlap_with = [&](std::uint32_t reference, std::int64_t offset, std::size_t strand) {
        return overlap_at(words_[strand][queries_[query]], words_[0][reference], offset, counts[strand], k_);
      };
      std::size_t largest = 0;
      for (const std::uint32_t reference : references_) {
        for (std::int64_t offset = 1 - length; offset < length; ++offset) {
          for (std::size_t strand = 0; strand < (both_strands_ ? 2 : 1); ++strand) {
            largest = std::max(largest, overlap_with(reference, offset, strand));
          }
        }
      }
      const std::optional<Overlap> overlap = search.find(query, {counted.words, counted.bases, least});
      ASSERT_EQ(overlap.has_value(), largest >= least) << query << ": " << largest;
      if (overlap) {
        const auto bases = static_cast<std::size_t>(overlap->bases);
        EXPECT_EQ(bases, overlap_with(references_[overlap->reference], overlap->offset, overlap->reverse ? 1 : 0))
            << query;
        EXPECT_GE(bases, least) << query;
        EXPECT_TRUE(both_strands_ || !overlap->reverse);
        ++found;
      }
    }
    EXPECT_GT(found, 0U);
    EXPECT_LT(found, queries_.size());
  }
}

TEST_P(OverlapSearchTest, ThreadsChangeNothing) {
  const OverlapSearch one = search(1), three = search(3);
  const std::vector<std::uint64_t> all((length_ + 63) / 64, ~std::uint64_t{0});
  for (std::size_t query = 0; query < queries_.size(); ++query) {
    EXPECT_TRUE(std::ranges::equal(one.shared_words(query), three.shared_words(query)));
    const std::optional<Overlap> a = one.find(query, {all, all, k_}), b = three.find(query, {all, all, k_});
    ASSERT_EQ(a.has_value(), b.has_value());
    if (a) {
      EXPECT_EQ(std::tuple(a->reference, a->bases, a->offset, a->reverse),
                std::tuple(b->reference, b->bases, b->offset, b->reverse));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Lengths, OverlapSearchTest,
                         testing::Values(std::tuple(50, 15, true), std::tuple(50, 15, false), std::tuple(64, 31, true),
                                         std::tuple(100, 21, true), std::tuple(100, 31, false)));

TEST(OverlapSearchAlone, WithoutRowsThereIsNone) {
  const std::vector<std::uint8_t> codes(40, 1);
  const std::vector<std::uint32_t> none, first = {0};
  const std::vector<std::uint64_t> all(1, ~std::uint64_t{0});
  const OverlapSearch search({codes, 40, first}, {codes, 40, none}, 15, true, 1);
  EXPECT_EQ(search.shared_words(0)[0], 0U);
  EXPECT_FALSE(search.find(0, {all, all, 1}));
}

}  // namespace
}  // namespace cre
