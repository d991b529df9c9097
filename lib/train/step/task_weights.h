#pragma once
// The share of each task in the loss; exact definitions in docs/models.md.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "layers/torch.h"
#include "train/config/loss_config.h"

namespace cre {

class TaskWeights {
 public:
  TaskWeights(const TaskWeightsConfig& config, std::int64_t tasks, const at::Device& device);

  /// The weights (K) of a step of this epoch (1, 2, ...); differentiable where they are learned.
  at::Tensor of_epoch(std::int64_t epoch) const;
  /// What learned weights add to the loss, so that they do not vanish; 0 for the others. A scalar.
  at::Tensor penalty() const;

  /// Does the optimizer change them together with the network?
  bool are_learned() const { return config_.kind == TaskWeighting::uncertainty; }
  /// Those weights (K), differentiable.
  at::Tensor learned_weights() const { return at::exp(-log_variance_); }

  /// Does balance() belong into the step after which `steps` were done? gradnorm, every so many steps.
  bool are_balanced_after(std::int64_t steps) const {
    return config_.kind == TaskWeighting::gradnorm && steps % config_.every == 0;
  }
  /// Before backward: balances the gradients of the tasks at `weight`, the last that they share. losses: (K), of which
  /// the graph is kept.
  void balance(const at::Tensor& losses, const at::Tensor& weight);
  /// After forward: takes in the residuals of a batch (inverse_variance). All (B, K).
  void observe(const at::Tensor& predicted, const at::Tensor& target, const at::Tensor& weight);

  /// Values that the optimizer learns together with the network.
  std::vector<std::pair<std::string, at::Tensor>> learned() const;
  /// References to everything that a checkpoint must keep.
  std::vector<std::pair<std::string, at::Tensor>> state() const;

 private:
  TaskWeightsConfig config_;
  at::Tensor log_variance_;  // (K) uncertainty: s
  at::Tensor variance_;      // (K) inverse_variance: running residual variance, 0 before the first value
  at::Tensor balanced_;      // (K) gradnorm: weights
  at::Tensor first_losses_;  // (K) gradnorm: first losses seen, 0 before
};

}  // namespace cre
