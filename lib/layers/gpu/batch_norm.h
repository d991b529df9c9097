#pragma once
// Batch norm of a training step with what follows it, in kernels of our own on a GPU: residual sum, activation,
// dropout.

#include "layers/activation.h"
#include "layers/dropout.h"
#include "layers/torch.h"

namespace cre::gpu {

/// Parameters and running values of a batch norm, float32 (C); the running values are changed. offset: what should have
/// been added to x, may be undefined; only the running mean feels it, and its gradient is zero.
struct BatchNorm {
  at::Tensor weight, bias, offset, running_mean, running_var;
  double momentum, epsilon;
};

bool has_batch_norm(const at::Tensor& x, std::int64_t channels, const Activation& activation);

/// dropout(activation(norm(x + offset) + residual)), differentiable. x: (B, C, 1, L) or (B, C); residual: like x, or
/// undefined.
at::Tensor norm_and_activate(const at::Tensor& x, const BatchNorm& norm, const at::Tensor& residual,
                             const Activation& activation, const DropoutMask& mask);

}  // namespace cre::gpu
