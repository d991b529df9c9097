#pragma once
// The operations of layers/activation.h in kernels of our own on a GPU, each one pass over memory.

#include <cstdint>

#include "layers/activation.h"
#include "layers/dropout.h"
#include "layers/gpu/kernels.h"
#include "layers/torch.h"

namespace cre::gpu {

/// Whether the kernels below do for a tensor like x with that many channels: on a GPU where they can be compiled, in an
/// arithmetic that they know, below 2^31 values. Tensors that they get are in the order of channels, at addresses of
/// which 32 bytes can be read at once.
bool has_activation(const at::Tensor& x, std::int64_t channels, const Activation& activation);

/// Added and multiplied before the activation: z = x factor + shift + residual, where each may be undefined.
/// residual: like x; factor and shift: float32 (C).
struct Before {
  at::Tensor residual, factor, shift;
};

/// y = dropout(activation(z)); y may be x. x: (B, C, 1, L) or (B, C).
void activate(const at::Tensor& x, const at::Tensor& y, const Before& before, const Activation& activation,
              const DropoutMask& mask);

/// What the result of a LeakyReLU says of its slope, with the scale of dropout.
struct Slopes {
  float positive, negative, zero;
};

/// The gradient by x, and its sums for a bias, float32 (C), where they are asked for.
struct Gradients {
  at::Tensor x, bias;
};
Gradients activate_backward(const at::Tensor& y, const at::Tensor& grad_y, Slopes slopes, bool with_bias);

/// y = leaky_relu(max over windows + bias), which: uint8, the place of the maximum in its window, the first of equal
/// ones. x: (B, C, 1, L); bias: float32 (C), or undefined.
struct Pooled {
  at::Tensor y, which;
};
Pooled pool(const at::Tensor& x, const at::Tensor& bias, std::int64_t window, double slope);
Gradients pool_backward(const Pooled& pooled, const at::Tensor& grad_y, std::int64_t length, std::int64_t window,
                        double slope, bool with_bias);

// For the kernels of batch norm.
int curve_of(const Activation& activation);

}  // namespace cre::gpu
