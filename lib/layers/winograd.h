#pragma once
// Convolutions of width 3 by Winograd's minimal filtering F(4, 3) (Winograd 1980; Lavin & Gray 2016): four outputs from
// six products instead of twelve. Half of the multiplications is what is left to gain in float32, where oneDNN's
// convolutions already run at the rate of the processor's arithmetic. The products are a convolution of width 1 by
// oneDNN, in a group for each of the six. Processor only; gradients are parted_convolution's. Rounding errors are about
// five times those of oneDNN's plain convolution, some 1e-6 of the outputs' standard deviation; in bfloat16 they would
// cost too many digits.

#include <cstdint>

#include "layers/torch.h"

namespace cre::winograd {

/// weight: (O, I / groups, k); length: of the sequences. For float32, width 3, enough channels to pay for the
/// transformations, and tiles that are filled well enough at that dilation.
bool is_faster(const at::Tensor& weight, std::int64_t dilation, std::int64_t groups, std::int64_t length);

struct Filter {
  at::Tensor packed;  // from packed_filter
  at::Tensor bias;    // (O)
  std::int64_t dilation = 1;
};

/// weight: (O, I, 3), transformed and in oneDNN's layout; `x`: an example of the inputs.
at::Tensor packed_filter(const at::Tensor& weight, std::int64_t dilation, const at::Tensor& x);

/// LeakyReLU of slope `slope` (1: none) of the convolution of x, "same" padding, plus `residual`, which may be
/// undefined. x: float32 (B, I, 1, L) channels-last, returns (B, O, 1, L); residual: (B, O, 1, L) channels-last.
at::Tensor convolve(const at::Tensor& x, const Filter& filter, double slope = 1.0, const at::Tensor& residual = {});

}  // namespace cre::winograd
