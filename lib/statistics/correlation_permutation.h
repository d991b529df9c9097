#pragma once
// Permutation test of "the two series have nothing to do with each other".
//
// Permutations are drawn one by one (shuffled_sums.h), or, where there are fewer of them than rows, from a random group
// (shifted_sums.h). The result does not depend on threads.

#include <cstddef>
#include <cstdint>
#include <span>

#include "statistics/undefined.h"

namespace cre {

struct CorrelationPermutationPlan {
  std::size_t permutations;
  std::uint64_t seed;
};

/// (b + 1) / (permutations + 1), b counting the permutations at least as far out as the sample (Phipson and Smyth
/// 2010).
struct PermutationP {
  double two_sided = kUndefined;  // |r*| >= |r|
  double greater = kUndefined;    // r* >= r: against "they rise together"
};

struct CorrelationPermutationP {
  PermutationP spearman;  // exact comparisons: sums of products of ranks are whole numbers
  PermutationP pearson;   // values within 1e-12 of the sample's count as equal to it
};

/// Of Spearman's rho and Pearson's r of x and y (n), from the same permutations. Only single rows are permuted, which
/// takes them as exchangeable: with groups of rows that go together the p-values are too small. At most 2,000,000 rows
/// (internal error beyond). NaN when a series is constant or n < 2.
CorrelationPermutationP correlation_permutation_p(std::span<const double> x, std::span<const double> y,
                                                  const CorrelationPermutationPlan& plan, unsigned threads);

}  // namespace cre
