#pragma once
// A convolution with plain weights, as prediction uses it on the processor: it adds the residual and applies the
// activation before its outputs leave the cache. By Winograd's algorithm (model/winograd.h) where that is faster,
// otherwise by oneDNN (model/onednn.h). No gradients.

#include <cstdint>

#include "layers/activation.h"
#include "layers/onednn.h"
#include "layers/torch.h"

namespace cre {

class FoldedConvolution {
 public:
  /// Can this build do it for inputs in such numbers?
  static bool is_for(const at::Tensor& x) { return onednn::is_for(x); }

  /// weight: (O, I / groups, k), bias: (O) or undefined, both in the numbers of the inputs, of which `x` is an example.
  FoldedConvolution(const at::Tensor& weight, const at::Tensor& bias, std::int64_t dilation, std::int64_t groups,
                    const at::Tensor& x);

  /// x: (B, I, 1, L) channels-last, returns (B, O, 1, L), "same" padding: the convolution alone.
  at::Tensor run(const at::Tensor& x) const;
  /// activation(run(x)).
  at::Tensor run(const at::Tensor& x, const Activation& activation) const;
  /// activation(run(x) + residual); residual: (B, O, 1, L) channels-last.
  at::Tensor run_sum(const at::Tensor& x, const at::Tensor& residual, const Activation& activation) const;

 private:
  bool by_winograd_;
  onednn::ConvolutionShape shape_;
  at::Tensor packed_, bias_;
};

}  // namespace cre
