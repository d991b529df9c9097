#include "layers/convolution_layer.h"

#include <array>

#include "layers/layer_table.h"
#include "layers/parted_convolution.h"

namespace cre {
ConvolutionLayer::ConvolutionLayer(const ConvolutionSize& size, const LayerStyle& style, WeightSource& source)
    : WeightedLayer(style, {size.outputs, size.inputs / size.groups, size.kernel}, source), size_(size) {}

void ConvolutionLayer::unfold() {
  WeightedLayer::unfold();
  folded_.reset();
}

at::Tensor ConvolutionLayer::forward(const at::Tensor& x, const ForwardPass& pass) {
  if (const FoldedConvolution* plain = folded(x, pass)) {
    return plain->run(x);
  }
  const Operands used = operands(pass);
  const std::int64_t padding = (size_.kernel - 1) / 2 * size_.dilation;
  const std::array<std::int64_t, 2> stride{1, 1}, pad{0, padding}, dilation{1, size_.dilation};
  const at::Tensor weight = used.weight.unsqueeze(2);  // (O, I, 1, k)
  const bool in_parts = pass.training() && x.is_cpu();
  const at::Tensor y = in_parts ? parted_convolution(x, weight, used.bias, {pad, dilation, size_.groups})
                                : at::conv2d(x, weight, used.bias, stride, pad, dilation, size_.groups);
  if (pass.table != nullptr) {
    pass.table->add(*this,
                    concat("convolution k", size_.kernel, size_.dilation > 1 ? concat(" d", size_.dilation) : "",
                           size_.groups > 1 ? " depthwise" : ""),
                    {size_.outputs, y.size(3)}, y.size(3) * used.weight.numel());
  }
  return normalised(y, used, pass);
}

const FoldedConvolution* ConvolutionLayer::folded(const at::Tensor& x, const ForwardPass& pass) {
  if (!is_wholly_folded() || pass.training() || !FoldedConvolution::is_for(x)) {
    return nullptr;
  }
  if (!folded_) {
    const Operands used = operands(pass);
    folded_.emplace(used.weight, used.bias, size_.dilation, size_.groups, x);
  }
  return &*folded_;
}

at::Tensor ConvolutionLayer::activated(const at::Tensor& x, const Activation& activation, const DropoutLayer& dropout,
                                       const ForwardPass& pass) {
  if (const FoldedConvolution* plain = folded(x, pass)) {
    return plain->run(x, activation);
  }
  return activate(forward(x, pass), activation, dropout, pass);
}

at::Tensor ConvolutionLayer::activated_sum(const at::Tensor& x, const at::Tensor& residual,
                                           const Activation& activation, const ForwardPass& pass) {
  if (const FoldedConvolution* plain = folded(x, pass)) {
    return plain->run_sum(x, residual, activation);
  }
  return activate_sum(forward(x, pass), residual, activation);
}

}  // namespace cre
