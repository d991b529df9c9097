#pragma once
// Internal to motif_scan.cpp: a cheap upper bound of the score of every window, on both strands, from sums of bytes.
//
// The bases of several neighbouring columns are packed into one code, and a table with one byte a code says how many
// whole steps below the best word these columns are at least (their deficit). The sum of the bytes over a motif, cut
// off at 255, bounds the score of a window from above: score <= largest - step * sum. A processor looks up 32 or 64
// such bytes with one instruction, so only windows whose bound reaches the best score need to be summed exactly.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sequence/motif_scores.h"

namespace cre {

/// Sequences that are scanned side by side, a lane each.
inline constexpr std::size_t kFilterLanes = 64;
using FilterRow = std::array<std::uint8_t, kFilterLanes>;

struct MotifFilter {
  std::size_t columns_per_lookup = 0;
  double largest = 0.0;                     // score of the best word
  double step = 0.0;                        // bits
  std::vector<FilterRow> forward, reverse;  // (lookups) deficit of each packed code; repeated when there are under 64

  std::size_t lookups() const { return forward.size(); }
  /// Windows with a larger deficit score less than `score`.
  std::uint8_t deficit_limit(double score) const;
};

/// `forward` and `reverse` are one motif on the two strands. columns_per_lookup is 2 or 3.
MotifFilter make_filter(const MotifScores& forward, const MotifScores& reverse, std::size_t columns_per_lookup);

/// Packed codes of up to kFilterLanes sequences of `length` bases (codes 0-4, one after the other): entry p of lane i
/// is sum over k of 4^k base(p + k), with A after the end, in lanes without a sequence, and for N, which cannot raise
/// the score of an N. `packed`: (length, lanes).
void pack_bases(std::span<const std::uint8_t> codes, std::size_t length, std::size_t columns_per_lookup,
                std::vector<FilterRow>& packed);

}  // namespace cre
