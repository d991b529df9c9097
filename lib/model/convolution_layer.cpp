#include "model/convolution_layer.h"

#include "model/layer_table.h"

namespace cre {
namespace {

using Pair = std::array<std::int64_t, 2>;

Pair padding(const ConvolutionSize& size) {
  return {0, (size.kernel - 1) / 2 * size.dilation};
}

Pair dilation(const ConvolutionSize& size) {
  return {1, size.dilation};
}

}  // namespace

ConvolutionLayer::ConvolutionLayer(const ConvolutionSize& size, const LayerStyle& style, WeightSource& source)
    : WeightedLayer(style, {size.outputs, size.inputs / size.groups, size.kernel}, source), size_(size) {}

void ConvolutionLayer::unfold() {
  WeightedLayer::unfold();
  packed_weight_.reset();
}

at::Tensor ConvolutionLayer::forward(const at::Tensor& x, const ForwardPass& pass) {
  const Operands used = operands(pass);
  const at::Tensor y = at::conv2d(x, used.weight.unsqueeze(2), used.bias, Pair{1, 1}, padding(size_), dilation(size_),
                                  size_.groups);  // weight (O, I, 1, k)
  if (pass.table != nullptr) {
    pass.table->add(*this,
                    concat("convolution k", size_.kernel, size_.dilation > 1 ? concat(" d", size_.dilation) : "",
                           size_.groups > 1 ? " depthwise" : ""),
                    {size_.outputs, y.size(3)}, y.size(3) * used.weight.numel());
  }
  return normalised(y, used, pass);
}

bool ConvolutionLayer::can_fuse(const at::Tensor& x, const ForwardPass& pass) const {
  return is_wholly_folded() && !pass.training() && x.is_cpu() && x.scalar_type() != at::kHalf &&
         FusedConvolution::is_available();
}

FusedConvolution ConvolutionLayer::fused(const at::Tensor& x, const ForwardPass& pass) {
  const Operands used = operands(pass);
  if (!packed_weight_.defined()) {
    packed_weight_ =
        FusedConvolution::pack(used.weight.unsqueeze(2), padding(size_), dilation(size_), size_.groups, x.sizes());
  }
  return {packed_weight_, used.bias, padding(size_), dilation(size_), size_.groups};
}

at::Tensor ConvolutionLayer::activated(const at::Tensor& x, const Activation& activation, const DropoutLayer& dropout,
                                       const ForwardPass& pass) {
  if (can_fuse(x, pass)) return fused(x, pass).run(x, activation);
  return activate(forward(x, pass), activation, dropout, pass);
}

at::Tensor ConvolutionLayer::activated_sum(const at::Tensor& x, const at::Tensor& residual,
                                           const Activation& activation, const ForwardPass& pass) {
  // oneDNN has a sum and ReLU behind a convolution, but no sum and LeakyReLU.
  return activate_sum(can_fuse(x, pass) ? fused(x, pass).run(x, std::nullopt) : forward(x, pass), residual, activation);
}

}  // namespace cre
