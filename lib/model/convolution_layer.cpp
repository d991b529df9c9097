#include "model/convolution_layer.h"

#include <array>

#include "model/layer_table.h"

namespace cre {
ConvolutionLayer::ConvolutionLayer(const ConvolutionSize& size, const LayerStyle& style, WeightSource& source)
    : WeightedLayer(style, {size.outputs, size.inputs / size.groups, size.kernel}, source), size_(size) {}

void ConvolutionLayer::unfold() {
  WeightedLayer::unfold();
  packed_weight_.reset();
}

at::Tensor ConvolutionLayer::forward(const at::Tensor& x, const ForwardPass& pass) {
  if (const auto y = folded(x, nullptr, pass)) return *y;
  const Operands used = operands(pass);
  const std::int64_t padding = (size_.kernel - 1) / 2 * size_.dilation;
  const std::array<std::int64_t, 2> stride{1, 1}, pad{0, padding}, dilation{1, size_.dilation};
  const at::Tensor y =
      at::conv2d(x, used.weight.unsqueeze(2), used.bias, stride, pad, dilation, size_.groups);  // weight (O, I, 1, k)
  if (pass.table != nullptr) {
    pass.table->add(*this,
                    concat("convolution k", size_.kernel, size_.dilation > 1 ? concat(" d", size_.dilation) : "",
                           size_.groups > 1 ? " depthwise" : ""),
                    {size_.outputs, y.size(3)}, y.size(3) * used.weight.numel());
  }
  return normalised(y, used, pass);
}

std::optional<at::Tensor> ConvolutionLayer::folded(const at::Tensor& x, const Activation* activation,
                                                   const ForwardPass& pass) {
  if (!is_wholly_folded() || pass.training() || !onednn::is_for(x)) return std::nullopt;
  const Operands used = operands(pass);
  const onednn::ConvolutionShape shape{
      .padding = (size_.kernel - 1) / 2 * size_.dilation, .dilation = size_.dilation, .groups = size_.groups};
  if (!packed_weight_.defined()) packed_weight_ = onednn::packed_convolution(used.weight, shape, x);
  return onednn::convolution(x, packed_weight_, used.bias, shape, activation);
}

at::Tensor ConvolutionLayer::activated(const at::Tensor& x, const Activation& activation, const DropoutLayer& dropout,
                                       const ForwardPass& pass) {
  if (const auto y = folded(x, &activation, pass)) return *y;
  return activate(forward(x, pass), activation, dropout, pass);
}

at::Tensor ConvolutionLayer::activated_sum(const at::Tensor& x, const at::Tensor& residual,
                                           const Activation& activation, const ForwardPass& pass) {
  // oneDNN has a sum and ReLU behind a convolution, but no sum and LeakyReLU.
  return activate_sum(forward(x, pass), residual, activation);
}

}  // namespace cre
