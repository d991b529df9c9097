#pragma once
// A whole network: an architecture's trunk and heads, with the options that all architectures have between them.
//
//     one-hot -> trunk -> [context] -> pooling [+ motif scores] [+ target cell] -> [mixup] -> [layer norm] -> heads

#include <cstdint>
#include <memory>
#include <optional>

#include "layers/forward_pass.h"
#include "layers/linear_layer.h"
#include "layers/pooling.h"
#include "layers/torch.h"
#include "model/context_module.h"
#include "model/network_builder.h"
#include "model/trunk.h"

namespace cre {

/// Features of row i become share f_i + (1 - share) f_partner (mixup, Zhang et al. 2018).
struct Mixup {
  at::Tensor partner;  // int64 (B): rows of the batch
  at::Tensor share;    // float32 (B)
};

struct NetworkInput {
  at::Tensor onehot;           // (B, 4, 1, L) in channels-last memory, of type ForwardPass::dtype
  at::Tensor motif_scores;     // float32 (B, M) log-odds; only for networks that read motifs
  at::Tensor target_cell;      // int64 (B), -1 = unknown; only for networks that read it
  std::optional<Mixup> mixup;  // training only
};

struct NetworkOutput {
  at::Tensor activity;      // float32 (B, K) standardized
  at::Tensor log_variance;  // float32 (B, K); undefined with one output a task
  at::Tensor motif_logits;  // float32 (B, M); undefined without the auxiliary head
};

/// How motif scores enter a network.
enum class MotifPrior { none, concatenate, auxiliary };

/// Options of ModelConfig that concern no architecture in particular.
struct NetworkOptions {
  PoolingKind pooling = PoolingKind::architecture;
  ContextConfig context;
  MotifPrior motifs = MotifPrior::none;
  double motif_dropout = 0.30;
  bool target_cell = false;
  bool head_layer_norm = false;
};

class Architecture;

class Network : public torch::nn::Module {
 public:
  /// Throws config when architecture, options and shape do not go together.
  Network(const Architecture& architecture, const NetworkOptions& options, const NetworkShape& shape,
          NetworkBuilder builder);

  NetworkOutput forward(const NetworkInput& input, const ForwardPass& pass);

  /// Mean and SD of the motif scores of the training rows, float32 (M); kept with the weights.
  void set_motif_scale(const at::Tensor& mean, const at::Tensor& sd);

  const NetworkOptions& options() const { return options_; }
  const NetworkShape& shape() const { return shape_; }
  /// Number of trainable values.
  std::int64_t parameter_count() const;
  /// The last weight of the trunk, which all tasks share; for GradNorm.
  at::Tensor shared_weight() const;

 private:
  at::Tensor head_input(const at::Tensor& pooled, const NetworkInput& input, const ForwardPass& pass);

  NetworkOptions options_;
  NetworkShape shape_;
  std::shared_ptr<Trunk> trunk_;
  std::shared_ptr<ContextModule> context_;
  std::shared_ptr<Pooling> pooling_;
  std::shared_ptr<NormLayer> head_norm_;
  std::shared_ptr<LinearLayer> motif_head_;
  std::shared_ptr<Heads> heads_;
  at::Tensor motif_mean_, motif_sd_;
  DropoutLayer motif_dropout_;
};

}  // namespace cre
