#pragma once
// Kendall's rank correlation. It gets no bootstrap interval: a resample would be sorted anew, at 30 to 70 times the
// cost of Spearman's rho.

#include <cstdint>
#include <span>

namespace cre {

/// Pairs of rows, exactly.
struct PairCounts {
  std::int64_t pairs = 0;              // n (n - 1) / 2
  std::int64_t tied_x = 0;             // pairs with equal x
  std::int64_t tied_y = 0;             // pairs with equal y
  std::int64_t concordant_excess = 0;  // concordant - discordant
};

/// Knight's algorithm (Knight 1966): sorts by x, then counts the swaps that a merge sort by y makes. O(n log n).
PairCounts count_pairs(std::span<const double> x, std::span<const double> y);

/// tau-b (Kendall 1945): (concordant - discordant) / sqrt((pairs - tied_x) (pairs - tied_y)). NaN when n < 2 or a
/// series is constant. In [-1, 1].
double kendall_tau_b(std::span<const double> x, std::span<const double> y);

}  // namespace cre
