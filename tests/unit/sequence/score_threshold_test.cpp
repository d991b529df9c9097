#include "sequence/score_threshold.h"

#include <gtest/gtest.h>

#include "example_motifs.h"

namespace cre {
namespace {

constexpr PerBase kBackground = {0.3, 0.2, 0.15, 0.35};

// P(score >= threshold) by going through every word.
double tail_probability(const MotifScores& scores, const PerBase& background, double threshold) {
  const std::size_t words = std::size_t{1} << (2 * scores.width());
  double tail = 0.0;
  for (std::size_t word = 0; word < words; ++word) {
    double score = 0.0;
    double probability = 1.0;
    for (std::size_t at = 0; at < scores.width(); ++at) {
      const std::size_t base = word >> (2 * at) & 3U;
      score += scores.columns[at][base];
      probability *= background[base];
    }
    tail += score >= threshold ? probability : 0.0;
  }
  return tail;
}

TEST(ScoreThreshold, AgreesWithAllWords) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const std::size_t width = 4 + seed % 6;
    const MotifScores scores =
        scores_of(random_motif(width, 1.0 + static_cast<double>(seed % 3), seed), kBackground, 0.01);
    for (const double p_value : {0.3, 0.05, 0.01}) {
      const double threshold = score_threshold(scores, kBackground, p_value);
      EXPECT_LE(tail_probability(scores, kBackground, threshold), p_value) << seed;
      const double lower = threshold - static_cast<double>(width + 1) * kScoreStep;
      EXPECT_GT(tail_probability(scores, kBackground, lower), p_value) << seed;
    }
  }
}

TEST(ScoreThreshold, HandWorked) {
  // Words of two bases: AA scores 2 (probability 1/16), one A scores 0 (6/16), none scores -2 (9/16).
  MotifScores scores;
  scores.columns = {{1, -1, -1, -1, -1}, {1, -1, -1, -1, -1}};
  EXPECT_NEAR(score_threshold(scores, kUniformBases, 0.1), 0.0, 2 * kScoreStep);  // AA alone, from just above 0
  EXPECT_GT(score_threshold(scores, kUniformBases, 0.1), 0.0);
  EXPECT_NEAR(score_threshold(scores, kUniformBases, 0.5), -2.0, 2 * kScoreStep);
  EXPECT_GT(score_threshold(scores, kUniformBases, 0.5), -2.0);
}

TEST(ScoreThreshold, WhenTheBestWordIsTooCommonOnlyThatCounts) {
  const MotifScores scores = scores_of(random_motif(3, 2.0, 1), kUniformBases, 0.01);
  EXPECT_DOUBLE_EQ(score_threshold(scores, kUniformBases, 1e-4), scores.largest() - kScoreStep / 2);
}

TEST(ScoreThreshold, ProbabilitiesNearZeroCostNoMemory) {
  Motif motif;
  motif.probability.assign(200, {1.0 - 3e-300, 1e-300, 1e-300, 1e-300});
  const MotifScores scores = scores_of(motif, kUniformBases, 0.0);
  const double threshold = score_threshold(scores, kUniformBases, 1e-4);
  EXPECT_LT(threshold, scores.largest());
  EXPECT_GE(threshold, scores.largest() - 201.0);
}

}  // namespace
}  // namespace cre
