#pragma once
// Pooling over positions and squeeze-and-excite in kernels of our own on a GPU. x: (B, C, 1, L) in the order of
// channels.

#include "layers/torch.h"

namespace cre::gpu {

bool has_positions(const at::Tensor& x);

/// (B, C): mean over positions.
at::Tensor position_mean(const at::Tensor& x);
at::Tensor position_mean_backward(const at::Tensor& grad, std::int64_t length);

/// (B, 2 C): mean and maximum over positions, differentiable; equal maxima share the gradient.
at::Tensor mean_and_maximum(const at::Tensor& x);

/// x times gate (B, C).
at::Tensor gate(const at::Tensor& x, const at::Tensor& gate);
struct GateGradients {
  at::Tensor x, gate;  // gate: float32 (B, C)
};
GateGradients gate_backward(const at::Tensor& grad_y, const at::Tensor& x, const at::Tensor& gate);

}  // namespace cre::gpu
