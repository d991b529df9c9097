#pragma once
// Sums of products of two series whose rows are permuted, for a permutation test of their correlation.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cre {

/// Two series of n >= 2 rows, scaled so that the sum of products orders permutations as the correlation does.
struct CorrelatedSeries {
  std::vector<std::int32_t> rank_x, rank_y;  // 2 * mid-rank - (n + 1)
  std::vector<double> x, y;                  // centred, of unit length

  std::size_t rows() const { return x.size(); }
};

/// Neither may be constant. At most kMostPermutedRows.
CorrelatedSeries correlated_series(std::span<const double> x, std::span<const double> y);

inline constexpr std::size_t kMostPermutedRows = 2'000'000;  // n^3 / 3 stays below 2^63

struct PermutedSums {
  std::int64_t spearman = 0;  // of ranks: exact
  double pearson = 0.0;
};

/// Of the rows as they are.
PermutedSums sums_as_they_are(const CorrelatedSeries& series);

}  // namespace cre
