#pragma once
// Mean over positions and a factor for each channel: squeeze-and-excite (Hu et al. 2018). In our own kernels:
// LibTorch's copy bfloat16 to float32 first on the processor and need several passes on GPUs.

#include "layers/torch.h"

namespace cre {

/// x: (B, C, 1, L), returns (B, C).
at::Tensor position_mean(const at::Tensor& x);

/// x (B, C, 1, L) times gate (B, C).
at::Tensor gated(const at::Tensor& x, const at::Tensor& gate);

}  // namespace cre
