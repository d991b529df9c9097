#pragma once
// A convolution with plain weights, as prediction uses it on the processor: it adds the residual and applies the
// activation before it writes its outputs. No gradients. Either oneDNN with its post-operations, reached through the
// operators that LibTorch has for its own compiler, or Winograd's algorithm (model/winograd.h).

#include <cstdint>

#include <torch/torch.h>

#include "model/activation.h"

namespace cre {

class FoldedConvolution {
 public:
  /// Can this build do it for those inputs? On the processor, in float32 and bfloat16.
  static bool is_available(const at::Tensor& x);

  /// weight: (O, I / groups, k), bias: (O) or undefined, both in the numbers of the inputs, of which `x` is an example.
  FoldedConvolution(const at::Tensor& weight, const at::Tensor& bias, std::int64_t dilation, std::int64_t groups,
                    const at::Tensor& x);

  /// x: (B, I, 1, L) channels-last, returns (B, O, 1, L), the convolution alone.
  at::Tensor run(const at::Tensor& x) const;
  /// activation(run(x)).
  at::Tensor run(const at::Tensor& x, const Activation& activation) const;
  /// activation(run(x) + residual); residual: (B, O, 1, L) channels-last.
  at::Tensor run_sum(const at::Tensor& x, const at::Tensor& residual, const Activation& activation) const;

 private:
  at::Tensor with_onednn(const at::Tensor& x, const Activation* activation) const;

  bool winograd_;
  at::Tensor weight_;  // Winograd's, or packed in oneDNN's own layout
  at::Tensor bias_;
  std::int64_t padding_, dilation_, groups_;
};

}  // namespace cre
