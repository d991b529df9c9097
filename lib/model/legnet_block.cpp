#include "model/legnet_block.h"

#include <algorithm>

#include "layers/channel_gate.h"

namespace cre {

LegnetBlock::LegnetBlock(const LegnetBlockSize& size, const LayerStyle& style, NetworkBuilder& builder)
    : activation_(style.act()) {
  const std::int64_t inner = size.inputs * size.expansion;
  const std::int64_t squeezed = std::max<std::int64_t>(1, inner / size.squeeze);
  const auto convolution = [&](const char* name, const ConvolutionSize& of) {
    return register_module(name, std::make_shared<ConvolutionLayer>(of, style, builder.weights));
  };
  LayerStyle plain = style;
  plain.norm = Norm::none;
  const auto linear = [&](const char* name, const LinearSize& of) {
    return register_module(name, std::make_shared<LinearLayer>(of, plain, builder.weights));
  };
  expand_ = convolution("expand", {size.inputs, inner, 1});
  depthwise_ = convolution("depthwise", {inner, inner, size.kernel, 1, inner});
  squeeze_ = linear("squeeze", {inner, squeezed});
  excite_ = linear("excite", {squeezed, inner});
  project_ = convolution("project", {inner, size.inputs, 1});
  merge_ = convolution("merge", {2 * size.inputs, size.outputs, size.kernel});
}

at::Tensor LegnetBlock::excited(const at::Tensor& x, const ForwardPass& pass) {
  const at::Tensor squeezed = at::silu(squeeze_->forward(position_mean(x), pass));  // (B, squeezed)
  return gated(x, at::sigmoid(excite_->forward(squeezed, pass)));
}

at::Tensor LegnetBlock::forward(const at::Tensor& x, std::int64_t pool, const ForwardPass& pass) {
  at::Tensor inner = expand_->activated(x, activation_, {}, pass);
  inner = depthwise_->activated(inner, activation_, {}, pass);
  inner = project_->activated(excited(inner, pass), activation_, {}, pass);
  return merge_->activated_pool(at::cat({inner, x}, 1), pool, activation_, pass);
}

}  // namespace cre
