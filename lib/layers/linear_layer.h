#pragma once
// A fully connected layer with its normalisation.

#include <cstdint>

#include "layers/torch.h"
#include "layers/weighted_layer.h"

namespace cre {

struct LinearSize {
  std::int64_t inputs, outputs;
};

/// Parameters as in WeightedLayer with weight (O, I).
class LinearLayer : public WeightedLayer {
 public:
  LinearLayer(const LinearSize& size, const LayerStyle& style, WeightSource& source);

  /// x: (..., I), returns (..., O), normalised, without activation. A norm of the outputs needs (B, I).
  at::Tensor forward(const at::Tensor& x, const ForwardPass& pass);
};

}  // namespace cre
