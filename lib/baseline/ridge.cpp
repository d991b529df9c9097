#include "baseline/ridge.h"

#include "baseline/cholesky.h"
#include "core/parallel.h"

namespace cre {

namespace {

/// Sums of products become weighted covariances of standardized features, times the sum of weights.
void center_and_scale(CrossProducts& sums, std::span<const double> sd, unsigned threads) {
  const std::size_t features = sums.features, targets = sums.targets;
  parallel_for(features, threads, [&](std::size_t i) {
    const double mean = sums.feature[i] / sums.weight;
    double* products = sums.products.data() + i * features;
    for (std::size_t j = i; j < features; ++j) {
      products[j] = (products[j] - mean * sums.feature[j]) / (sd[i] * sd[j]);
    }
    double* with_targets = sums.with_targets.data() + i * targets;
    for (std::size_t k = 0; k < targets; ++k) {
      with_targets[k] = (with_targets[k] - mean * sums.target[k]) / sd[i];
    }
  });
}

}  // namespace

RidgePath ridge_path(CrossProducts sums, std::span<const double> sd, std::span<const double> penalties,
                     unsigned threads) {
  const std::size_t features = sums.features, targets = sums.targets;
  center_and_scale(sums, sd, threads);
  RidgePath path{penalties.size(), targets, {}, {}};
  path.slope.resize(features * penalties.size() * targets);
  for (std::size_t s = 0; s < penalties.size(); ++s) {
    for (std::size_t k = 0; k < targets; ++k) {
      path.offset.push_back(sums.target[k] / sums.weight);
    }
  }
  if (features == 0) {
    return path;
  }
  Cholesky cholesky(features);
  for (std::size_t s = 0; s < penalties.size(); ++s) {
    cholesky.factor(sums.products, penalties[s], threads);
    std::vector<double> weights = sums.with_targets;
    cholesky.solve(weights, targets);
    for (std::size_t i = 0; i < features; ++i) {
      const double mean = sums.feature[i] / sums.weight;
      for (std::size_t k = 0; k < targets; ++k) {
        const double slope = weights[i * targets + k] / sd[i];
        path.slope[(i * penalties.size() + s) * targets + k] = slope;
        path.offset[s * targets + k] -= slope * mean;
      }
    }
  }
  return path;
}

std::string ridge_kernel() {
  return tile_kernels().front().name;
}

}  // namespace cre
