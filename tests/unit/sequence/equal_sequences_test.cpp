#include "sequence/equal_sequences.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.h"
#include "sequence/base_codes.h"
#include "sequence/reverse_complement.h"

namespace cre {
namespace {

using Row = std::vector<std::uint8_t>;

// Computed in Python from what canonical_digest.h says.
TEST(CanonicalDigestTest, IsTheSameOnEveryMachine) {
  const auto of = [](std::string_view letters, bool both_strands) {
    return canonical_digest(encode_bases(letters), both_strands);
  };
  EXPECT_EQ(of("A", false), (CanonicalDigest{0xb1782801ed704181U, 0x392422406d37a060U}));
  EXPECT_EQ(of("TTTTTTTTTTTGACCA", false), (CanonicalDigest{0x6bd91ee373ba66f0U, 0x23e9238237b360bcU}));
  EXPECT_EQ(of("TTTTTTTTTTTGACCA", true), (CanonicalDigest{0x3c86b828bc74ba37U, 0xeb31f12082a18eddU}));
  EXPECT_EQ(of("ACGTNACGTTGCAACGGATCCATNN", true), (CanonicalDigest{0x153466f3edd9780eU, 0x7089861dd17ecd7aU}));
  const std::string_view repeated = "GATTACAGATTACAGATTACAGATTACAGATTACAG";
  EXPECT_EQ(of(repeated, false), (CanonicalDigest{0x80d1b6cf075e129bU, 0xe197dc833224590aU}));
  EXPECT_EQ(of(repeated, true), (CanonicalDigest{0x1396fe4864fa837eU, 0x50262f04653d5a3aU}));
}

TEST(CanonicalDigestTest, IsOneForBothStrandsOfEveryLength) {
  RandomStream stream(RandomPurpose::simulation, 1);
  std::set<CanonicalDigest> seen;
  for (std::size_t length = 1; length <= 70; ++length) {
    Row row;
    for (std::size_t i = 0; i < length; ++i) {
      row.push_back(static_cast<std::uint8_t>(stream.below(5)));
    }
    const Row other = reverse_complement(row);
    EXPECT_EQ(canonical_digest(row, true), canonical_digest(other, true)) << length;
    EXPECT_EQ(canonical_digest(row, true), canonical_digest(std::min(row, other), false)) << length;
    EXPECT_EQ(canonical_digest(row, false) == canonical_digest(other, false), row == other) << length;
    EXPECT_TRUE(seen.insert(canonical_digest(row, true)).second) << length;
  }
}

/// (N, length): every word of so many letters ACGTN, in an order of chance, and some of them again.
std::vector<std::uint8_t> all_words(std::size_t length, RandomStream& stream) {
  std::int64_t number = 1;
  for (std::size_t i = 0; i < length; ++i) {
    number *= 5;
  }
  std::vector<std::int64_t> words = random_permutation(static_cast<std::size_t>(number), stream);
  for (std::int64_t i = 0; i < number / 3; ++i) {
    words.push_back(words[stream.below(words.size())]);
  }
  std::vector<std::uint8_t> codes;
  for (std::int64_t word : words) {
    for (std::size_t i = 0; i < length; ++i, word /= 5) {
      codes.push_back(static_cast<std::uint8_t>(word % 5));
    }
  }
  return codes;
}

std::vector<std::uint32_t> first_by_map(const std::vector<std::uint8_t>& codes, std::size_t length, bool both_strands) {
  std::map<Row, std::uint32_t> seen;
  std::vector<std::uint32_t> first;
  for (std::uint32_t row = 0; row < codes.size() / length; ++row) {
    const auto begin = codes.begin() + static_cast<std::ptrdiff_t>(row * length);
    const Row sequence(begin, begin + static_cast<std::ptrdiff_t>(length));
    const Row key = both_strands ? std::min(sequence, reverse_complement(sequence)) : sequence;
    first.push_back(seen.emplace(key, row).first->second);
  }
  return first;
}

class EqualSequences : public testing::TestWithParam<bool> {};

TEST_P(EqualSequences, AreThoseThatAMapFinds) {
  RandomStream stream(RandomPurpose::simulation, 2);
  for (const std::size_t length : {1U, 4U, 6U}) {
    const std::vector<std::uint8_t> codes = all_words(length, stream);
    EXPECT_EQ(first_equal_sequences(codes, length, GetParam(), 2), first_by_map(codes, length, GetParam()));
  }
}

TEST_P(EqualSequences, AreComparedWhereDigestsCollide) {
  RandomStream stream(RandomPurpose::simulation, 3);
  const std::vector<std::uint8_t> codes = all_words(4, stream);
  const std::vector<CanonicalDigest> all_equal(codes.size() / 4);
  EXPECT_EQ(first_equal_sequences(codes, 4, GetParam(), all_equal, 2), first_by_map(codes, 4, GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Strands, EqualSequences, testing::Bool());

TEST(CanonicalDigestTest, ThreadsDoNotMatter) {
  RandomStream stream(RandomPurpose::simulation, 4);
  const std::vector<std::uint8_t> codes = all_words(6, stream);
  EXPECT_EQ(canonical_digests(codes, 6, true, 1), canonical_digests(codes, 6, true, 3));
}

}  // namespace
}  // namespace cre
