#pragma once
// Ridge regression along a path of penalties, from the sums of cross_products.h.

#include <span>
#include <string>
#include <vector>

#include "baseline/cross_products.h"

namespace cre {

/// For a path of S penalties and K targets the minima of
///     sum_i v_i (y_i - b - w . z_i)² + penalty |w|²,   z = x / sd of each feature,
/// written for features x as they are: y = offset + slope . x. What is subtracted from features does not matter, as b
/// has no penalty.
struct RidgePath {
  std::size_t penalties = 0, targets = 0;
  std::vector<double> slope;   // (P, S, K)
  std::vector<double> offset;  // (S, K)
};

/// `sd`: (P) of the features, above 0. `penalties`: above 0. `sums` are used up. Same bits for any number of threads.
RidgePath ridge_path(CrossProducts sums, std::span<const double> sd, std::span<const double> penalties,
                     unsigned threads);

/// The instruction set of the processor's that rounding depends on: "avx512", "avx2", "portable".
std::string ridge_kernel();

}  // namespace cre
