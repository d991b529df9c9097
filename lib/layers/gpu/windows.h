#pragma once
// The first convolution of a network on a GPU: four channels, whose windows make a matrix.

#include "layers/torch.h"

namespace cre::gpu {

/// x: (B, 4, 1, L) in the order of channels, of which no gradient is wanted.
bool has_windows(const at::Tensor& x);

/// Convolution with "same" padding, differentiable by the weight: (O, 4, k), odd k, of the numbers of x.
/// Returns (B, O, 1, L).
at::Tensor convolve_windows(const at::Tensor& x, const at::Tensor& weight);

}  // namespace cre::gpu
