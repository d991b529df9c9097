#include "sequence/pair_counts.h"

#include <string>

#include <gmock/gmock.h>

namespace cre {
namespace {

/// By what is written.
PairCounts counted(const std::string& letters) {
  constexpr std::string_view kBases = "ACGT";
  PairCounts out;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const std::size_t base = kBases.find(letters[i]);
    const std::size_t before = i == 0 ? std::string_view::npos : kBases.find(letters[i - 1]);
    out.bases[0] += base == 0 ? 1 : 0;
    out.bases[1] += base == 1 ? 1 : 0;
    out.bases[2] += base == 2 ? 1 : 0;
    out.bases[3] += base == 3 ? 1 : 0;
    if (base < 4 && before < 4) {
      ++out.pairs[4 * before + base];
    }
  }
  return out;
}

TEST(PairCounts, OfRowsOfEveryLength) {
  std::string letters;
  std::uint32_t state = 5;
  for (std::size_t length = 0; length < 150; ++length) {
    for (const bool with_n : {false, true}) {
      PackedSequences sequences;
      std::string row = letters;
      if (with_n && length > 0) {
        row[length / 2] = 'N';
      }
      sequences.add(row);
      const PairCounts found = count_pairs(sequences), expected = counted(row);
      EXPECT_EQ(found.bases, expected.bases) << row;
      EXPECT_EQ(found.pairs, expected.pairs) << row;
    }
    state = state * 1664525U + 1013904223U;
    letters += "ACGT"[state >> 30U];
  }
}

TEST(PairCounts, AddUpOverRows) {
  PackedSequences sequences;
  for (const char* letters : {"ACGTT", "", "NACN", "A", "AC"}) {
    sequences.add(letters);
  }
  const PairCounts found = count_pairs(sequences);
  EXPECT_THAT(found.bases, testing::ElementsAre(4, 3, 1, 2));
  EXPECT_EQ(found.pairs[1], 3);   // AC
  EXPECT_EQ(found.pairs[15], 1);  // TT
}

}  // namespace
}  // namespace cre
