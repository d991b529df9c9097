#pragma once
// Sums over rows from which a weighted linear regression follows (its normal equations).

#include <cstddef>
#include <span>
#include <vector>

#include "baseline/feature_reader.h"

namespace cre {

/// P features x, K targets y, weights v of the rows.
struct CrossProducts {
  CrossProducts(std::size_t feature_count, std::size_t target_count);

  std::size_t features, targets;
  double weight = 0.0;               // sum of v
  std::vector<double> feature;       // (P) sum of v x
  std::vector<double> target;        // (K) sum of v y
  std::vector<double> products;      // (P, P) sum of v x x'; the upper triangle, of the rest only some
  std::vector<double> with_targets;  // (P, K) sum of v x y'
};

/// Adds the rows of a block with weights v (rows), of which those with 0 are passed over, and targets y (rows, K).
/// Every sum is made in the order of the rows, so it does not depend on threads, kernels, nor on where blocks end.
void add_block(const FeatureBlock& block, std::span<const double> weights, std::span<const double> targets,
               unsigned threads, CrossProducts& sums, const PanelKernel& kernel = panel_kernels().front());

}  // namespace cre
