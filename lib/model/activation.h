#pragma once
// LeakyReLU with what surrounds it in one differentiable operation: residual sum and dropout, or max-pool. On the
// processor they are single passes (model/elementwise_kernels.h), on other devices LibTorch operations with the same
// results and the same dropout masks.
//
// Activations are (B, C, 1, L) in channels-last memory, that is (B, L, C) in order; heads use (B, C).

#include <cstdint>

#include <torch/torch.h>

#include "model/forward_pass.h"

namespace cre {

/// A dropout layer's identity within its network and its rate.
struct DropoutLayer {
  double probability = 0.0;
  std::uint32_t number = 0;
};

/// dropout(leaky_relu(x)); may overwrite x, which must not be used afterwards.
at::Tensor activate(const at::Tensor& x, double slope, const DropoutLayer& dropout, const ForwardPass& pass);

/// leaky_relu(x + residual); may overwrite x, which must not be used afterwards.
at::Tensor activate_sum(const at::Tensor& x, const at::Tensor& residual, double slope);

/// leaky_relu(max over windows of `window` positions); positions that fill no window are left out.
/// x: (B, C, 1, L), returns (B, C, 1, L / window).
at::Tensor activate_pool(const at::Tensor& x, std::int64_t window, double slope);

}  // namespace cre
