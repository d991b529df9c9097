#include "train/step/task_weights.h"

#include "train/step/loss.h"

namespace cre {
namespace {

constexpr double kVarianceFloor = 1e-4;
constexpr double kSmallestSum = 1e-30;  // of weights that are not capped; 0 when all are
constexpr double kSmallestBalanced = 1e-3;
constexpr double kSmallestLoss = 1e-12;

// Scaled to sum K.
at::Tensor to_sum(const at::Tensor& weights) {
  return weights * (static_cast<double>(weights.size(0)) / weights.sum());
}

// Weights of sum K with none above `cap`: what the cap takes from some is spread over the others, in proportion, which
// may lift further ones to the cap; after K rounds none is left.
at::Tensor capped(at::Tensor weights, double cap) {
  const auto tasks = static_cast<double>(weights.size(0));
  for (std::int64_t round = 0; round < weights.size(0); ++round) {
    const at::Tensor over = weights.ge(cap);
    const at::Tensor rest = weights.masked_fill(over, 0.0);
    const at::Tensor left = tasks - cap * over.sum();
    weights = at::where(over, at::full_like(weights, cap), rest * (left / rest.sum().clamp_min(kSmallestSum)));
  }
  return weights;
}

// Where no value was seen yet (0), the mean of the others; 1 when there are none.
at::Tensor filled(const at::Tensor& variance) {
  const at::Tensor seen = variance.gt(0.0), count = seen.sum();
  const at::Tensor mean = at::where(count.gt(0), variance.sum() / count.clamp_min(1), at::ones_like(variance.sum()));
  return at::where(seen, variance, mean);
}

}  // namespace

TaskWeights::TaskWeights(const TaskWeightsConfig& config, std::int64_t tasks, const at::Device& device)
    : config_(config) {
  const auto options = at::TensorOptions(at::kFloat).device(device);
  log_variance_ = at::zeros({tasks}, options);
  if (config.kind == TaskWeighting::uncertainty) {
    log_variance_.set_requires_grad(true);
  }
  variance_ = at::zeros({tasks}, options);
  balanced_ = at::ones({tasks}, options);
  first_losses_ = at::zeros({tasks}, options);
}

at::Tensor TaskWeights::of_epoch(std::int64_t epoch) const {
  switch (config_.kind) {
    case TaskWeighting::inverse_variance:
      if (epoch > config_.start_epochs) {
        return capped(to_sum(1.0 / (filled(variance_) + kVarianceFloor)), config_.cap);
      }
      break;
    case TaskWeighting::uncertainty:
      return learned_weights();
    case TaskWeighting::gradnorm:
      return balanced_.clone();
    case TaskWeighting::equal:
      break;
  }
  return at::ones_like(balanced_);
}

at::Tensor TaskWeights::penalty() const {
  return log_variance_.mean();
}

void TaskWeights::balance(const at::Tensor& losses, const at::Tensor& weight) {
  std::vector<at::Tensor> norms;
  for (std::int64_t k = 0; k < losses.size(0); ++k) {
    norms.push_back(torch::autograd::grad({losses[k]}, {weight}, {}, /*retain_graph=*/true).front().norm());
  }
  const torch::NoGradGuard no_gradients;
  // A task that the first batches do not measure (loss 0) starts when it is.
  first_losses_.copy_(at::where(first_losses_.gt(0.0), first_losses_, losses));
  const at::Tensor norm = at::stack(norms);  // (K) of the unweighted losses
  const at::Tensor progress =                // (K)
      at::where(losses.gt(0.0), losses / first_losses_.clamp_min(kSmallestLoss), at::ones_like(losses));
  const at::Tensor weighted = balanced_ * norm;
  const at::Tensor wanted = weighted.mean() * (progress / progress.mean()).pow(config_.alpha);
  const at::Tensor moved = balanced_ - config_.rate * at::sign(weighted - wanted) * norm;
  balanced_.copy_(to_sum(moved.clamp_min(kSmallestBalanced)));
}

void TaskWeights::observe(const at::Tensor& predicted, const at::Tensor& target, const at::Tensor& weight) {
  if (config_.kind != TaskWeighting::inverse_variance) {
    return;
  }
  const torch::NoGradGuard no_gradients;
  const at::Tensor now = task_losses((predicted - target).square(), weight);
  const at::Tensor running = at::where(variance_.eq(0.0), now, config_.decay * variance_ + (1.0 - config_.decay) * now);
  variance_.copy_(at::where(weight.sum(0).gt(0.0), running, variance_));
}

std::vector<std::pair<std::string, at::Tensor>> TaskWeights::learned() const {
  if (!are_learned()) {
    return {};
  }
  return {{"task_log_variance", log_variance_}};
}

std::vector<std::pair<std::string, at::Tensor>> TaskWeights::state() const {
  return {{"log_variance", log_variance_},
          {"variance", variance_},
          {"balanced", balanced_},
          {"first_losses", first_losses_}};
}

}  // namespace cre
