#include "baseline/words.h"

#include <map>

#include "expect_error.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

std::map<std::string, int> counted_words(const std::string& letters, const std::vector<WordShape>& shapes) {
  const WordCounter counter(shapes);
  std::vector<std::uint16_t> counts(counter.size());
  counter.count(encode_bases(letters), counts);
  const std::vector<std::string> names = counter.names();
  std::map<std::string, int> found;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != 0) {
      found[names[i]] = counts[i];
    }
  }
  return found;
}

using Counts = std::map<std::string, int>;

TEST(Words, AWordAndItsReverseComplementAreOne) {
  // AC, CG, GT, TT: GT is AC, and TT is AA, on the other strand; CG is its own.
  EXPECT_EQ(counted_words("ACGTT", {{2, 0}}), (Counts{{"AA", 1}, {"AC", 2}, {"CG", 1}}));
  EXPECT_EQ(counted_words("AACGT", {{2, 0}}), (Counts{{"AA", 1}, {"AC", 2}, {"CG", 1}}));
}

TEST(Words, AnUnknownBaseBreaksWords) {
  EXPECT_EQ(counted_words("ACNGT", {{2, 0}}), (Counts{{"AC", 2}}));
  EXPECT_EQ(counted_words("ANCNG", {{2, 0}}), Counts{});
  EXPECT_EQ(counted_words("NNNNN", {{1, 0}, {2, 1}}), Counts{});
}

TEST(Words, SequencesShorterThanAWordHaveNone) {
  EXPECT_EQ(counted_words("ACG", {{4, 0}, {2, 2}}), Counts{});
  EXPECT_EQ(counted_words("ACGT", {{4, 0}, {2, 2}}), (Counts{{"ACGT", 1}, {"ANNT", 1}}));
}

TEST(Words, GapsHoldAnyBases) {
  // A.G, C.T, G.A of ACGTA: C.T is A.G on the other strand, and G.A is T.C, which comes after G.A.
  EXPECT_EQ(counted_words("ACGTA", {{2, 1}}), (Counts{{"ANG", 2}, {"GNA", 1}}));
  EXPECT_EQ(counted_words("ANG", {{2, 1}}), (Counts{{"ANG", 1}}));
  // Halves of two bases: AC..GT is its own reverse complement.
  EXPECT_EQ(counted_words("ACTTGT", {{4, 2}}), (Counts{{"ACNNGT", 1}}));
}

TEST(Words, ThereAreAsManyAsTheFormulaSays) {
  const std::map<std::size_t, std::size_t> expected = {{1, 2}, {2, 10}, {3, 32}, {4, 136}, {5, 512}, {6, 2080}};
  for (const auto& [bases, count] : expected) {
    EXPECT_EQ(canonical_words(bases), count);
    EXPECT_EQ(WordCounter({{bases, 0}}).size(), count);
  }
  const WordCounter both({{1, 0}, {2, 3}});
  EXPECT_EQ(both.size(), 12U);
  EXPECT_EQ(both.names().at(0), "A");
  EXPECT_EQ(both.names().at(2), "ANNNA");
  EXPECT_EQ(both.windows(10), 10U + 6U);
  EXPECT_EQ(both.windows(4), 4U);
}

}  // namespace
}  // namespace cre
