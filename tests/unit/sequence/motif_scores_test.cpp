#include "sequence/motif_scores.h"

#include <cmath>

#include "example_motifs.h"
#include "expect_error.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

Motif motif_of(std::vector<PerBase> rows) {
  return {"m", "", std::move(rows), 9};
}

TEST(MotifScores, HandWorked) {
  // Without pseudocount: log2(0.5 / 0.25) = 1, log2(0.125 / 0.25) = -1; an N is the worst.
  const MotifScores plain = scores_of(motif_of({{0.5, 0.125, 0.125, 0.25}}), kUniformBases, 0.0);
  EXPECT_EQ(plain.columns.at(0), (PerCode{1.0, -1.0, -1.0, 0.0, -1.0}));
  // Pseudocount 1: the mean of row and background; (0.5 + 0.25) / 2 / 0.25 = 1.5 and (0.0 + 0.25) / 2 / 0.25 = 0.5.
  const MotifScores mixed = scores_of(motif_of({{0.5, 0.5, 0.0, 0.0}}), kUniformBases, 1.0);
  EXPECT_DOUBLE_EQ(mixed.columns[0][kBaseA], std::log2(1.5));
  EXPECT_DOUBLE_EQ(mixed.columns[0][kBaseG], -1.0);
  EXPECT_DOUBLE_EQ(mixed.columns[0][kBaseN], -1.0);
}

TEST(MotifScores, TheBackgroundIsThatOfEachBase) {
  // (0.4 + 0.5 * 0.1) / 1.5 / 0.1 = 3 and (0.1 + 0.5 * 0.4) / 1.5 / 0.4 = 0.5.
  const MotifScores scores = scores_of(motif_of({{0.4, 0.1, 0.4, 0.1}}), {0.1, 0.4, 0.1, 0.4}, 0.5);
  EXPECT_DOUBLE_EQ(scores.columns[0][kBaseA], std::log2(3.0));
  EXPECT_DOUBLE_EQ(scores.columns[0][kBaseT], -1.0);
}

TEST(MotifScores, AZeroNeedsAPseudocount) {
  const Motif motif = motif_of({{0.25, 0.25, 0.25, 0.25}, {0.5, 0.5, 0.0, 0.0}});
  expect_error(ErrorKind::input,
               "test.meme, line 10: motif m, position 2: probability 0 of G has no logarithm; allowed: above 0, or a "
               "pseudocount above 0",
               [&] { scores_of(motif, kUniformBases, 0.0); });
  EXPECT_NO_THROW(scores_of(motif, kUniformBases, 1e-6));
}

TEST(MotifScores, WindowsAndTheOtherStrand) {
  MotifScores scores;
  scores.columns = {{1, 2, 3, 4, 1}, {10, 20, 30, 40, 10}, {100, 200, 300, 400, 100}};
  EXPECT_EQ(scores.largest(), 444.0);
  EXPECT_EQ(window_score(scores, encode_bases("ACG").data()), 321.0);
  EXPECT_EQ(window_score(scores, encode_bases("NNN").data()), 111.0);
  const MotifScores other = reverse_complement(scores);
  EXPECT_EQ(window_score(other, encode_bases("CGT").data()), 321.0);  // the reverse complement of ACG
  EXPECT_EQ(window_score(other, encode_bases("CNT").data()), 311.0);
  EXPECT_EQ(reverse_complement(other).columns, scores.columns);
}

}  // namespace
}  // namespace cre
