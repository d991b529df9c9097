#pragma once
// Sums of products under permutations drawn one by one.
//
// Permutation j of seed s uses the 32-bit words of RandomStream(correlation_permutation, s, j) alone: Fisher-Yates from
// the last row down, place i (of i + 1 left) swapped with a place below i + 1 (word_source.h).

#include <cstdint>
#include <span>
#include <vector>

#include "statistics/correlated_series.h"

namespace cre {

class ShuffledSums {
 public:
  /// `series` must outlive this.
  ShuffledSums(const CorrelatedSeries& series, std::uint64_t seed);

  /// Of permutations first, first + 1, ... Several threads may call it.
  void fill(std::size_t first, std::span<PermutedSums> out) const;

 private:
  double pearson(std::span<const std::int32_t> rank_y) const;

  const CorrelatedSeries& series_;
  std::uint64_t seed_;
  std::vector<double> y_of_rank_;  // y at (rank_y + n - 1)
};

}  // namespace cre
