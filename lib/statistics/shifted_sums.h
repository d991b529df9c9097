#pragma once
// Sums of products under permutations of a random group: the rows of both series are put into one random order, and
// permutation j moves y by shifts[j] places against x, round at the end.
//
// With the order fixed, all n shifts are a group, and the shifts are drawn from it without replacement and without the
// one that moves nothing, so (b + 1) / (P + 1) is as exact as with permutations of their own (Hemerik and Goeman 2018,
// theorem 2), at a small part of the cost: rows are read one after another instead of all over memory.
//
// Both orders are Fisher-Yates as in shuffled_sums.h: of the rows from words of stream 0 of correlation_permutation, of
// the shifts 1 ... n - 1 from words of stream 1; permutation j takes the shift at place n - 2 - j.

#include <cstdint>
#include <span>
#include <vector>

#include "statistics/correlated_series.h"

namespace cre {

class ShiftedSums {
 public:
  /// `permutations` < rows of the series, which is not needed afterwards.
  ShiftedSums(const CorrelatedSeries& series, std::uint64_t seed, std::size_t permutations);

  /// Of permutations first, first + 1, ... in rising order of their shifts. Several threads may call it.
  void fill(std::size_t first, std::span<PermutedSums> out) const;

 private:
  // In the random order; x with zeros up to a whole number of vectors, y twice and with as many.
  std::vector<double> x_, rank_x_, y_, rank_y_;
  std::vector<std::uint32_t> shifts_;  // rising, so that those computed together read the same part of y
};

}  // namespace cre
