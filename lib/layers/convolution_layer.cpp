#include "layers/convolution_layer.h"

#include <array>

#include "layers/gpu/depthwise.h"
#include "layers/gpu/windows.h"
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
  constexpr Activation none{.kind = ActivationKind::leaky_relu, .slope = 1.0};
  NormLayer* const norm = norm_after(used);
  if (norm != nullptr && norm->adds_bias(x, none, pass)) {
    return norm->activated(convolved(x, used, {}, pass), {used.bias, {}, none, {}}, pass);
  }
  return normalised(convolved(x, used, used.rounded_bias(), pass), used, pass);
}

at::Tensor ConvolutionLayer::convolved(const at::Tensor& x, const Operands& used, const at::Tensor& bias,
                                       const ForwardPass& pass) {
  const std::int64_t padding = (size_.kernel - 1) / 2 * size_.dilation;
  const std::array<std::int64_t, 2> stride{1, 1}, pad{0, padding}, dilation{1, size_.dilation};
  const at::Tensor weight = used.weight.unsqueeze(2);  // (O, I, 1, k)
  at::Tensor y;
  if (is_depthwise() && !bias.defined() && gpu::has_depthwise(x, size_.kernel)) {
    y = gpu::depthwise(x, weight);
  } else if (!bias.defined() && size_.dilation == 1 && size_.groups == 1 && gpu::has_windows(x)) {
    y = gpu::convolve_windows(x, used.weight);
  } else if (pass.training() && x.is_cpu()) {
    y = parted_convolution(x, weight, bias, {pad, dilation, size_.groups});
  } else {
    y = at::conv2d(x, weight, bias, stride, pad, dilation, size_.groups);
  }
  if (pass.table != nullptr) {
    pass.table->add(*this,
                    concat("convolution k", size_.kernel, size_.dilation > 1 ? concat(" d", size_.dilation) : "",
                           size_.groups > 1 ? " depthwise" : ""),
                    {size_.outputs, y.size(3)}, y.size(3) * used.weight.numel());
  }
  return y;
}

ConvolutionLayer::Unactivated ConvolutionLayer::unactivated(const at::Tensor& x, const Operands& used,
                                                            const Activation& activation, const ForwardPass& pass) {
  const NormLayer* const norm = norm_after(used);
  const bool later = norm != nullptr ? norm->adds_bias(x, activation, pass) : adds_bias(x, size_.outputs, activation);
  return later ? Unactivated{convolved(x, used, {}, pass), used.bias}
               : Unactivated{convolved(x, used, used.rounded_bias(), pass), {}};
}

at::Tensor ConvolutionLayer::activated_plainly(const at::Tensor& x, const at::Tensor& residual,
                                               const Activation& activation, const DropoutLayer& dropout,
                                               const ForwardPass& pass) {
  const Operands used = operands(pass);
  const Unactivated found = unactivated(x, used, activation, pass);
  if (NormLayer* const norm = norm_after(used)) {
    return norm->activated(found.y, {found.bias, residual, activation, dropout}, pass);
  }
  return residual.defined() ? activate_sum(found.y, residual, activation, found.bias)
                            : activate(found.y, activation, dropout, pass, found.bias);
}

const FoldedConvolution* ConvolutionLayer::folded(const at::Tensor& x, const ForwardPass& pass) {
  if (!is_wholly_folded() || pass.training() || !FoldedConvolution::is_for(x)) {
    return nullptr;
  }
  if (!folded_) {
    const Operands used = operands(pass);
    folded_.emplace(used.weight, used.rounded_bias(), size_.dilation, size_.groups, x);
  }
  return &*folded_;
}

at::Tensor ConvolutionLayer::activated(const at::Tensor& x, const Activation& activation, const DropoutLayer& dropout,
                                       const ForwardPass& pass) {
  if (const FoldedConvolution* plain = folded(x, pass)) {
    return plain->run(x, activation);
  }
  return activated_plainly(x, {}, activation, dropout, pass);
}

at::Tensor ConvolutionLayer::activated_sum(const at::Tensor& x, const at::Tensor& residual,
                                           const Activation& activation, const ForwardPass& pass) {
  if (const FoldedConvolution* plain = folded(x, pass)) {
    return plain->run_sum(x, residual, activation);
  }
  return activated_plainly(x, residual, activation, {}, pass);
}

at::Tensor ConvolutionLayer::activated_pool(const at::Tensor& x, std::int64_t window, const Activation& activation,
                                            const ForwardPass& pass) {
  if (const FoldedConvolution* plain = folded(x, pass)) {
    return activate_pool(plain->run(x), window, activation);
  }
  const Operands used = operands(pass);
  if (norm_after(used) == nullptr) {
    const Unactivated found = unactivated(x, used, activation, pass);
    return activate_pool(found.y, window, activation, found.bias);
  }
  return is_linear_in_pieces(activation) ? activate_pool(forward(x, pass), window, activation)
                                         : max_pool(activated_plainly(x, {}, activation, {}, pass), window);
}

}  // namespace cre
