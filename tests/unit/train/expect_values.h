#pragma once
// Comparison of a tensor with numbers worked by hand.

#include <vector>

#include <gtest/gtest.h>

#include "layers/torch.h"

namespace cre {

inline void expect_values(const at::Tensor& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.numel(), static_cast<std::int64_t>(expected.size()));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(found.flatten()[static_cast<std::int64_t>(i)].item<double>(), expected[i], 1e-5) << i;
  }
}

/// Weights scaled so that their sum is their number.
inline std::vector<double> to_sum(std::vector<double> weights) {
  double sum = 0.0;
  for (const double weight : weights) {
    sum += weight;
  }
  for (double& weight : weights) {
    weight *= static_cast<double>(weights.size()) / sum;
  }
  return weights;
}

}  // namespace cre
