#include "sequence/kmers.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "sequence/reverse_complement.h"
#include "sequence/sequence_digest.h"

namespace cre {
namespace {

std::map<std::uint64_t, std::pair<std::size_t, bool>> words(const std::vector<std::uint8_t>& codes, std::size_t k) {
  std::map<std::uint64_t, std::pair<std::size_t, bool>> out;
  visit_kmers(codes, k, [&](std::size_t start, Kmer kmer) { out[kmer.key] = {start, kmer.forward}; });
  return out;
}

TEST(Kmers, AWordAndItsOtherStrandHaveOneKey) {
  // AAC is 000001 in bits of two; its other strand GTT is 101111.
  EXPECT_EQ(words(encode_bases("AAC"), 3), (decltype(words({}, 3)){{1, {0, true}}}));
  EXPECT_EQ(words(encode_bases("GTT"), 3), (decltype(words({}, 3)){{1, {0, false}}}));
  const std::vector<std::uint8_t> codes = encode_bases("ACGGTTACCATGCATTGACCCATAGGGATTTACGA");
  const auto forward = words(codes, 31), reverse = words(reverse_complement(codes), 31);
  EXPECT_EQ(forward.size(), 5U);
  for (const auto& [key, place] : forward) {
    ASSERT_TRUE(reverse.contains(key));
    EXPECT_EQ(reverse.at(key).first, codes.size() - 31 - place.first);
    EXPECT_NE(reverse.at(key).second, place.second);
  }
}

TEST(Kmers, UnknownBasesBreakWords) {
  EXPECT_TRUE(words(encode_bases("ACNGT"), 3).empty());
  EXPECT_EQ(words(encode_bases("NACGNN"), 3).begin()->second.first, 1U);
}

TEST(Kmers, LowComplexity) {
  const auto low = [](const std::string& letters) {
    return is_low_complexity(words(encode_bases(letters), letters.size()).begin()->first, letters.size());
  };
  EXPECT_TRUE(low(std::string(31, 'A')));
  EXPECT_TRUE(low("CACACACACACACACACACACACACACACAC"));
  EXPECT_TRUE(low("AAAAAAAAAAAAAAAAAAAAAAAAAAACGTC"));
  EXPECT_FALSE(low("ACGGTTACCATGCATTGACCCATAGGGATTT"));
}

TEST(SequenceDigest, IsThatOfTheLetters) {
  // From sha256sum.
  EXPECT_EQ(hex_text(sequence_digest(encode_bases("acgt"))),
            "1dff3e84fe7877e0673b69bbddcf40124e396e3f9943dd890c91b6a09adb9af0");
  const std::vector<Sha256Digest> two = sequence_digests(encode_bases("ACGTCCCC"), 4, 2);
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(hex_text(two[1]), "90b4853e06e722c63b4270463cf558684d7a1e77605d3ad36489d6146e42ab87");
}

}  // namespace
}  // namespace cre
