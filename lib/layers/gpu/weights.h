#pragma once
// Weight norm, rounding and the order of convolutions' weights in one kernel on a GPU.

#include "layers/torch.h"

namespace cre::gpu {

bool has_weights(const at::Tensor& v, at::ScalarType number);

/// g v / |v| (v alone where g is undefined), rounded, differentiable. v: float32 (O, I, k) or (O, I); g: float32
/// (O, 1, ...). Returns the shape of v, in memory (O, k, I): a convolution's weight with its channels last.
at::Tensor effective_weight(const at::Tensor& v, const at::Tensor& g, at::ScalarType number);

}  // namespace cre::gpu
