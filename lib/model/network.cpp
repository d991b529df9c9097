#include "model/network.h"

#include <vector>

#include "core/error.h"
#include "model/architecture.h"

namespace cre {
namespace {

std::int64_t head_features(const NetworkOptions& options, const NetworkShape& shape, std::int64_t pooled) {
  return pooled + (options.motifs == MotifPrior::concatenate ? shape.motifs : 0) +
         (options.target_cell ? shape.tasks : 0);
}

// (B) task indices, -1 = unknown, as (B, K) with one 1 or none.
at::Tensor one_of(const at::Tensor& target_cell, std::int64_t tasks) {
  return target_cell.unsqueeze(1).eq(at::arange(tasks, target_cell.options()).unsqueeze(0));
}

}  // namespace

Network::Network(const Architecture& architecture, const NetworkOptions& options, const NetworkShape& shape,
                 NetworkBuilder builder)
    : options_(options), shape_(shape) {
  if (options.motifs != MotifPrior::none && shape.motifs == 0) {
    fail(ErrorKind::config, "model.motifs: the dataset has no motif scores; set encode.motifs to a MEME file");
  }
  trunk_ = register_module("trunk", architecture.trunk(shape.length, builder));
  if (options.context.layers > 0) {
    context_ = register_module(
        "context", std::make_shared<ContextModule>(options.context, trunk_->channels(), trunk_->positions(), builder));
  }
  const PoolingKind pooling =
      options.pooling == PoolingKind::architecture ? architecture.default_pooling() : options.pooling;
  pooling_ = register_module(
      "pooling", std::make_shared<Pooling>(pooling, trunk_->channels(), trunk_->positions(), builder.weights));
  if (options.motifs != MotifPrior::none) {
    motif_mean_ = register_buffer("motif_mean", at::zeros({shape.motifs}));
    motif_sd_ = register_buffer("motif_sd", at::ones({shape.motifs}));
  }
  if (options.motifs == MotifPrior::concatenate) {
    motif_dropout_ = builder.dropout(options.motif_dropout);
  }
  if (options.motifs == MotifPrior::auxiliary) {
    LayerStyle style;
    style.start = InitialWeights::fan_in_normal;
    motif_head_ = register_module(
        "motif_head",
        std::make_shared<LinearLayer>(LinearSize{pooling_->features(), shape.motifs}, style, builder.weights));
  }
  const std::int64_t features = head_features(options, shape, pooling_->features());
  if (options.head_layer_norm) {
    head_norm_ = register_module("head_norm", std::make_shared<NormLayer>(OutputNorm::layer, features, 1));
  }
  heads_ = register_module("heads", architecture.heads({features, shape.tasks, shape.outputs}, builder));
}

at::Tensor Network::head_input(const at::Tensor& pooled, const NetworkInput& input, const ForwardPass& pass) {
  std::vector<at::Tensor> parts{pooled};
  if (options_.motifs == MotifPrior::concatenate) {
    const at::Tensor scores = ((input.motif_scores - motif_mean_) / motif_sd_).to(pass.dtype);
    parts.push_back(drop(scores, motif_dropout_, pass));
  }
  if (options_.target_cell) {
    parts.push_back(one_of(input.target_cell, shape_.tasks).to(pass.dtype));
  }
  at::Tensor features = parts.size() == 1 ? pooled : at::cat(parts, 1);
  if (input.mixup) {
    const at::Tensor share = input.mixup->share.unsqueeze(1), plain = features.to(at::kFloat);
    const at::Tensor mixed = share * plain + (1.0 - share) * plain.index_select(0, input.mixup->partner);
    features = mixed.to(pass.dtype);
  }
  return head_norm_ ? head_norm_->forward(features, pass) : features;
}

NetworkOutput Network::forward(const NetworkInput& input, const ForwardPass& pass) {
  at::Tensor x = trunk_->forward(input.onehot, pass);  // (B, C, 1, P)
  if (context_) {
    x = context_->forward(x, pass);
  }
  const at::Tensor pooled = pooling_->forward(x, pass);  // (B, F0)
  NetworkOutput output;
  if (motif_head_) {
    output.motif_logits = motif_head_->forward(pooled, pass).to(at::kFloat);
  }
  const at::Tensor values =
      heads_->forward(head_input(pooled, input, pass), pass).to(at::kFloat).view({-1, shape_.tasks, shape_.outputs});
  output.activity = values.select(2, 0);
  if (shape_.outputs == 2) {
    output.log_variance = values.select(2, 1);
  }
  return output;
}

void Network::set_motif_scale(const at::Tensor& mean, const at::Tensor& sd) {
  const torch::NoGradGuard no_gradients;
  motif_mean_.copy_(mean);
  motif_sd_.copy_(sd);
}

std::int64_t Network::parameter_count() const {
  std::int64_t count = 0;
  for (const at::Tensor& parameter : parameters()) {
    count += parameter.numel();
  }
  return count;
}

at::Tensor Network::shared_weight() const {
  at::Tensor last;
  for (const auto& item : trunk_->named_parameters()) {
    if (item.value().dim() >= 2 && !item.key().ends_with("weight_g")) {
      last = item.value();
    }
  }
  return last;
}

}  // namespace cre
