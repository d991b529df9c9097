#include "layers/weighted_layer.h"

#include <vector>

#include "layers/gpu/weights.h"

namespace cre {

WeightedLayer::WeightedLayer(const LayerStyle& style, at::IntArrayRef weight_shape, WeightSource& source) {
  const StartValues start = source.start(style.start, weight_shape, style.act().slope);
  if (has_weight_norm(style.norm)) {
    std::vector<std::int64_t> per_output(weight_shape.size(), 1);
    per_output[0] = weight_shape[0];
    weight_g_ = register_parameter("weight_g", source.has_values() ? at::norm_except_dim(start.weight, 2, 0).clone()
                                                                   : at::empty(per_output, at::kFloat));
    weight_v_ = register_parameter("weight_v", start.weight);
  } else {
    weight_ = register_parameter("weight", start.weight);
  }
  const OutputNorm norm = output_norm(style.norm);
  if (norm != OutputNorm::none) {
    norm_ = register_module("norm", std::make_shared<NormLayer>(norm, weight_shape[0], style.norm_groups));
  }
  if (norm == OutputNorm::none || style.bias == BiasRule::always) {
    bias_ = register_parameter("bias", start.bias);
  }
}

void WeightedLayer::scale_start(double share) {
  const torch::NoGradGuard no_gradients;
  if (!norm_) {
    (weight_.defined() ? weight_ : weight_g_).mul_(share);
  }
}

at::Tensor WeightedLayer::effective_weight() const {
  return weight_.defined() ? weight_ : at::_weight_norm(weight_v_, weight_g_, 0);
}

void WeightedLayer::fold(at::ScalarType dtype) {
  const torch::NoGradGuard no_gradients;
  at::Tensor weight = effective_weight(), bias = bias_;
  if (input_norm_ != nullptr) {
    const auto [scale, shift] = input_norm_->running_affine();
    const at::Tensor moved = at::tensordot(weight, shift, {1}, {0}).reshape({weight.size(0)});
    bias = bias.defined() ? bias + moved : moved;
    std::vector<std::int64_t> per_input(static_cast<std::size_t>(weight.dim()), 1);
    per_input[1] = -1;
    weight = weight * scale.view(per_input);
  }
  if (norm_ && norm_->kind() == OutputNorm::batch) {
    const auto [scale, shift] = norm_->running_affine();
    std::vector<std::int64_t> per_output(static_cast<std::size_t>(weight.dim()), 1);
    per_output[0] = -1;
    weight = weight * scale.view(per_output);
    bias = bias.defined() ? bias * scale + shift : shift;
  }
  folded_weight_ = weight.detach().to(dtype);
  if (weight.is_cuda() && weight.dim() == 3) {  // the order that convolutions bring it to otherwise, batch by batch
    folded_weight_ = folded_weight_.transpose(1, 2).contiguous().transpose(1, 2);
  }
  folded_bias_ = bias.defined() ? bias.detach() : at::Tensor();
}

void WeightedLayer::unfold() {
  folded_weight_.reset();
  folded_bias_.reset();
}

WeightedLayer::Operands WeightedLayer::operands(const ForwardPass& pass) const {
  if (folded_weight_.defined()) {
    return {folded_weight_, folded_bias_, norm_ && norm_->kind() == OutputNorm::batch};
  }
  const at::Tensor& v = weight_.defined() ? weight_ : weight_v_;
  const at::Tensor weight = gpu::has_weights(v, pass.dtype) ? gpu::effective_weight(v, weight_g_, pass.dtype)
                                                            : effective_weight().to(pass.dtype);
  return {weight, bias_, false};
}

bool WeightedLayer::is_wholly_folded() const {
  return is_folded() && (!norm_ || norm_->kind() == OutputNorm::batch);
}

at::Tensor WeightedLayer::normalised(const at::Tensor& y, const Operands& used, const ForwardPass& pass) {
  NormLayer* const norm = norm_after(used);
  return norm != nullptr ? norm->forward(y, pass) : y;
}

namespace {

template <class Action>
void for_weighted_layers(torch::nn::Module& network, const Action& action) {
  for (const auto& module : network.modules()) {
    if (auto* layer = dynamic_cast<WeightedLayer*>(module.get())) {
      action(*layer);
    }
  }
}

}  // namespace

FoldedWeights::FoldedWeights(torch::nn::Module& network, at::ScalarType dtype) : network_(network) {
  for_weighted_layers(network_, [&](WeightedLayer& layer) { layer.fold(dtype); });
}

FoldedWeights::~FoldedWeights() {
  for_weighted_layers(network_, [](WeightedLayer& layer) { layer.unfold(); });
}

}  // namespace cre
