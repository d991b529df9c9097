#pragma once
// Two dilated convolutions around an identity: act(x + conv2(dropout(act(conv1(x))))), convolutions with their norms.

#include <cstdint>
#include <memory>

#include "layers/activation.h"
#include "layers/convolution_layer.h"
#include "layers/torch.h"

namespace cre {

struct ResidualBlockSize {
  std::int64_t channels;
  std::int64_t kernel;
  std::int64_t dilation;
};

class ResidualBlock : public torch::nn::Module {
 public:
  ResidualBlock(const ResidualBlockSize& size, const LayerStyle& style, DropoutLayer dropout, WeightSource& source);

  /// x: (B, C, 1, L), returns (B, C, 1, L).
  at::Tensor forward(const at::Tensor& x, const ForwardPass& pass);

 private:
  Activation activation_;
  DropoutLayer dropout_;
  std::shared_ptr<ConvolutionLayer> first_, second_;
};

}  // namespace cre
