#pragma once
// The block of LegNet: an EfficientNet-style block with squeeze-and-excitation beside its input, then a convolution.

#include <cstdint>
#include <memory>

#include "layers/convolution_layer.h"
#include "layers/linear_layer.h"
#include "layers/torch.h"
#include "model/network_builder.h"

namespace cre {

struct LegnetBlockSize {
  std::int64_t inputs, outputs;
  std::int64_t kernel;
  std::int64_t expansion;  // the block is so many times as wide inside
  std::int64_t squeeze;    // squeeze-and-excitation is so many times narrower than the inside
};

/// merge(concat(project(excite(depthwise(expand(x)))), x)).
class LegnetBlock : public torch::nn::Module {
 public:
  LegnetBlock(const LegnetBlockSize& size, const LayerStyle& style, NetworkBuilder& builder);

  /// x: (B, inputs, 1, L), returns (B, outputs, 1, L / pool): max over windows of the activation after `merge`.
  at::Tensor forward(const at::Tensor& x, std::int64_t pool, const ForwardPass& pass);

 private:
  at::Tensor excited(const at::Tensor& x, const ForwardPass& pass);

  Activation activation_;
  std::shared_ptr<ConvolutionLayer> expand_, depthwise_, project_, merge_;
  std::shared_ptr<LinearLayer> squeeze_, excite_;
};

}  // namespace cre
