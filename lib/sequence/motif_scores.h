#pragma once
// Log-odds scores of motifs: how much better a window of bases fits the motif than the background, in bits.

#include <cstdint>
#include <string>
#include <vector>

#include "sequence/motif.h"

namespace cre {

/// One value for each of A, C, G, T, N (base codes 0-4).
using PerCode = std::array<double, 5>;

/// score(j, b) = log2(((p(j, b) + c q(b)) / (1 + c)) / q(b)) with probability p, background q and pseudocount c: the
/// matrix is mixed with the background in the proportion 1 : c. (Biopython: normalize(pseudocounts=c q) of the
/// probabilities, then log_odds(q).) An N counts as the base that fits worst at its position, so a window reaches its
/// score whatever the N stand for, and every window has one.
struct MotifScores {
  std::string name;              // label of the motif
  std::vector<PerCode> columns;  // (w)

  std::size_t width() const { return columns.size(); }
  /// Score of the best word, summed from the first column to the last.
  double largest() const;
};

/// Throws input for a probability of 0 when the pseudocount is 0: its score would be infinite.
/// pseudocount >= 0; each motif's background is above 0 and sums to 1.
std::vector<MotifScores> log_odds(const MotifSet& set, double pseudocount);

/// The motif as it stands on the other strand.
MotifScores reverse_complement(const MotifScores& scores);

/// Sum over the columns, from the first to the last, of w = width() bases (codes 0-4). Here, because the scan calls it
/// for every window that may be the best.
inline double window_score(const MotifScores& scores, const std::uint8_t* window) {
  double sum = 0.0;
  for (const PerCode& column : scores.columns) {
    sum += column[*window++];
  }
  return sum;
}

}  // namespace cre
