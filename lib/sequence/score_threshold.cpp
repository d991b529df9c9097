#include "sequence/score_threshold.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "sequence/base_codes.h"

namespace cre {
namespace {

// Deficits (steps below the best word) above this are not told apart. Words so far from a motif are of no interest, and
// the time stays bounded for any probabilities in a file.
constexpr std::size_t kMostScoreSteps = 20000;

// Whole steps that a base is below the best of its column; rounded down, so the score is rounded up.
std::size_t deficit(double best, double score) {
  return static_cast<std::size_t>(std::min((best - score) / kScoreStep, static_cast<double>(kMostScoreSteps) + 1));
}

// Probability of each deficit up to the largest.
std::vector<double> deficit_distribution(const MotifScores& scores, const PerBase& background) {
  std::vector<double> probability = {1.0};
  for (const PerCode& column : scores.columns) {
    const double best = *std::max_element(column.begin(), column.end());
    const std::size_t widest = deficit(best, column[kBaseN]);
    std::vector<double> next(std::min(probability.size() + widest, kMostScoreSteps + 1), 0.0);
    for (std::size_t base = 0; base < background.size(); ++base) {
      const std::size_t shift = deficit(best, column[base]);
      for (std::size_t d = 0; d < probability.size() && d + shift < next.size(); ++d) {
        next[d + shift] += probability[d] * background[base];
      }
    }
    probability = std::move(next);
  }
  return probability;
}

}  // namespace

double score_threshold(const MotifScores& scores, const PerBase& background, double p_value) {
  const std::vector<double> probability = deficit_distribution(scores, background);
  double tail = 0.0;
  std::size_t allowed = 0;  // words with fewer whole steps of deficit than this are rare enough together
  while (allowed < probability.size() && tail + probability[allowed] <= p_value) {
    tail += probability[allowed++];
  }
  // A score above the middle between two steps has at most the lower number of whole steps, whatever was rounded.
  const double steps = static_cast<double>(std::max<std::size_t>(allowed, 1)) - 0.5;
  return scores.largest() - steps * kScoreStep;
}

}  // namespace cre
