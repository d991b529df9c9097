#pragma once
// Motifs and a plain scan for the tests of this folder.

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "core/random.h"
#include "sequence/motif_scores.h"
#include "sequence/reverse_complement.h"

namespace cre {

/// A motif of random rows; `sharpness` 0 gives rows like the background, 4 nearly one base a row.
inline Motif random_motif(std::size_t width, double sharpness, std::uint64_t seed) {
  RandomStream random(RandomPurpose::simulation, seed, width);
  Motif motif;
  motif.name = "random";
  for (std::size_t row = 0; row < width; ++row) {
    PerBase weights{};
    double sum = 0.0;
    for (double& weight : weights) {
      weight = std::exp(2.0 * sharpness * random.uniform());
      sum += weight;
    }
    for (double& weight : weights) {
      weight /= sum;
    }
    motif.probability.push_back(weights);
  }
  return motif;
}

inline MotifScores scores_of(Motif motif, const PerBase& background, double pseudocount) {
  motif.background = background;
  return log_odds({"test.meme", {std::move(motif)}}, pseudocount).front();
}

/// The best score by definition: every window of the sequence and of its reverse complement.
inline float plain_best_score(const std::vector<std::uint8_t>& codes, const MotifScores& scores) {
  const MotifScores other = reverse_complement(scores);
  double best = -std::numeric_limits<double>::infinity();
  for (std::size_t begin = 0; begin + scores.width() <= codes.size(); ++begin) {
    for (const MotifScores& strand : {scores, other}) {
      double sum = 0.0;
      for (std::size_t at = 0; at < strand.width(); ++at) {
        sum += strand.columns[at][codes[begin + at]];
      }
      best = std::max(best, sum);
    }
  }
  return static_cast<float>(best);
}

}  // namespace cre
