#pragma once
// Paired permutation test of a difference of correlations.

#include <cstdint>
#include <vector>

#include "eval/prepared_model.h"
#include "statistics/resampling.h"

namespace cre {

/// How many permutations, from which seed.
struct PermutationPlan {
  std::size_t permutations;
  std::uint64_t seed;
};

/// Two-sided p of "variant and baseline correlate equally well" for each task and for the mean over tasks: (K + 1).
/// If that holds, the two predictions of a unit (a row, or a group of rows) could as well be swapped. Each permutation
/// swaps every unit with probability 1/2, in all tasks and seeds at once; predictions are standardized before that (per
/// model and task), because r does not depend on their scale. p = (1 + number of permutations with abs(d*) >= abs(d)) /
/// (1 + permutations) (Phipson & Smyth 2010). NaN where a prediction is constant.
/// `baseline` and `variant` hold one model a seed, on the same rows: equally many, which are paired in order, or a
/// single variant model, which stands beside every one of the baseline.
std::vector<double> permutation_p_values(const std::vector<PreparedModel>& baseline,
                                         const std::vector<PreparedModel>& variant, const ResampleUnits& units,
                                         const PermutationPlan& plan, unsigned threads);

}  // namespace cre
