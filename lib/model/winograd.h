#pragma once
// Convolutions of width 3 by Winograd's minimal filtering F(2, 3) (Winograd 1980; Lavin & Gray 2016): two outputs from
// four products instead of six. A third fewer multiplications is what is left to gain in float32, where oneDNN's
// convolutions already run at the rate of the processor's arithmetic. Its rounding errors are those of a plain
// convolution; in bfloat16 they would not be, and there the processor has instructions that this does not use.

#include <cstdint>
#include <optional>

#include <torch/torch.h>

namespace cre::winograd {

/// weight: (O, I, k). For float32, width 3 and enough channels to pay for the transformations.
bool is_faster(const at::Tensor& weight);

/// (4, I, O): the four combinations of the taps.
at::Tensor transformed(const at::Tensor& weight);

struct Filter {
  at::Tensor weight;  // transformed
  at::Tensor bias;    // (O) or undefined
  std::int64_t dilation = 1;
};

/// LeakyReLU of slope `slope` (1: none) of the convolution of x, "same" padding, plus `residual`.
/// x: float32 (B, I, 1, L) channels-last, returns (B, O, 1, L); residual: (B, O, 1, L) channels-last.
at::Tensor convolve(const at::Tensor& x, const Filter& filter, double slope = 1.0,
                    const std::optional<at::Tensor>& residual = std::nullopt);

}  // namespace cre::winograd
