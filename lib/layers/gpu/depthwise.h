#pragma once
// Depthwise convolution in kernels of our own on a GPU: cuDNN's gradient by the weights takes a quarter of a step.

#include "layers/torch.h"

namespace cre::gpu {

/// Odd width up to 15; x: (B, C, 1, L) in the order of channels.
bool has_depthwise(const at::Tensor& x, std::int64_t width);

/// "Same" padding, dilation 1, differentiable. weight: (C, 1, 1, k) of the numbers of x.
at::Tensor depthwise(const at::Tensor& x, const at::Tensor& weight);

}  // namespace cre::gpu
