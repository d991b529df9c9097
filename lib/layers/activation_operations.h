#pragma once
// The operations of model/activation.h made of LibTorch operations: what devices other than the processor run, and
// what the tests compare the processor's kernels with.

#include <cstdint>

#include "layers/dropout.h"
#include "layers/torch.h"

namespace cre::operations {

/// dropout(leaky_relu(x)); x: (B, C, 1, L) or (B, C).
at::Tensor activate(const at::Tensor& x, double slope, const DropoutMask& mask);

/// leaky_relu(max over windows); x: (B, C, 1, L). Equal maxima share the gradient, so that it is the same every time.
at::Tensor activate_pool(const at::Tensor& x, std::int64_t window, double slope);

}  // namespace cre::operations
