#include "model/residual_block.h"

namespace cre {

ResidualBlock::ResidualBlock(const ResidualBlockSize& size, const LayerStyle& style, DropoutLayer dropout,
                             WeightSource& source)
    : activation_(style.act()), dropout_(dropout) {
  const ConvolutionSize convolution{size.channels, size.channels, size.kernel, size.dilation};
  first_ = register_module("first", std::make_shared<ConvolutionLayer>(convolution, style, source));
  second_ = register_module("second", std::make_shared<ConvolutionLayer>(convolution, style, source));
  if (source.has_values()) {
    second_->scale_start(style.residual_start);
  }
}

at::Tensor ResidualBlock::forward(const at::Tensor& x, const ForwardPass& pass) {
  const at::Tensor inner = first_->activated(x, activation_, dropout_, pass);
  return second_->activated_sum(inner, x, activation_, pass);
}

}  // namespace cre
