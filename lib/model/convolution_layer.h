#pragma once
// A convolution along the sequence with its normalisation.

#include <cstdint>

#include <torch/torch.h>

#include "model/weighted_layer.h"

namespace cre {

struct ConvolutionSize {
  std::int64_t inputs, outputs;
  std::int64_t kernel;        // odd, bases
  std::int64_t dilation = 1;  // bases
  std::int64_t groups = 1;    // outputs and inputs: depthwise
};

/// "Same" padding: the output has the length of the input. Parameters as in WeightedLayer with weight (O, I / groups,
/// k).
class ConvolutionLayer : public WeightedLayer {
 public:
  ConvolutionLayer(const ConvolutionSize& size, const LayerStyle& style, WeightSource& source);

  /// x: (B, I, 1, L) channels-last, returns (B, O, 1, L), normalised, without activation.
  at::Tensor forward(const at::Tensor& x, const ForwardPass& pass);

 private:
  ConvolutionSize size_;
};

}  // namespace cre
