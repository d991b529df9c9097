#include "train/step/step_computation.h"

#include "train/step/loss.h"

namespace cre {
namespace {

struct Targets {
  at::Tensor value, weight;  // (B, K)
};

// Both values of a mixed element must be measured.
Targets mixed(const Targets& own, const at::Tensor& partner, const at::Tensor& shares) {
  const at::Tensor share = shares.unsqueeze(1);
  const Targets other{own.value.index_select(0, partner), own.weight.index_select(0, partner)};
  const at::Tensor weight = share * own.weight + (1.0 - share) * other.weight;
  return {share * own.value + (1.0 - share) * other.value,
          at::where(own.weight.gt(0.0).logical_and(other.weight.gt(0.0)), weight, at::zeros({}, weight.options()))};
}

NetworkOutput first_rows(const NetworkOutput& output, std::int64_t count) {
  const auto part = [&](const at::Tensor& x) { return x.defined() ? x.narrow(0, 0, count) : x; };
  return {part(output.activity), part(output.log_variance), part(output.motif_logits)};
}

}  // namespace

std::vector<at::Tensor*> tensors_of(StepInputs& inputs) {
  std::vector<at::Tensor*> tensors;
  const auto add = [&](at::Tensor& tensor) {
    if (tensor.defined()) {
      tensors.push_back(&tensor);
    }
  };
  add(inputs.network.onehot);
  add(inputs.network.motif_scores);
  add(inputs.network.target_cell);
  if (inputs.network.mixup) {
    add(inputs.network.mixup->partner);
    add(inputs.network.mixup->share);
  }
  for (at::Tensor* tensor : {&inputs.target, &inputs.weight, &inputs.motif_present, &inputs.task_weight,
                             &inputs.learning_rate, &inputs.loss_scale, &inputs.step}) {
    add(*tensor);
  }
  return tensors;
}

StepOutputs StepComputation::run(const StepInputs& inputs) const {
  const std::int64_t batch = inputs.target.size(0);
  ForwardPass step_pass = pass;
  step_pass.step_on_device = inputs.step;
  const NetworkOutput all = network.forward(inputs.network, step_pass);
  const NetworkOutput output = first_rows(all, batch);
  Targets targets{inputs.target, inputs.weight};
  if (const auto& mixup = inputs.network.mixup) {
    targets = mixed(targets, mixup->partner.narrow(0, 0, batch), mixup->share.narrow(0, 0, batch));
  }

  const at::Tensor losses = element_loss(config.loss, output, targets.value, targets.weight);
  const at::Tensor task_weight = inputs.task_weight.defined() ? inputs.task_weight : task_weights.learned_weights();
  at::Tensor loss = weighted_loss(losses, targets.weight, task_weight) + task_weights.penalty();
  at::Tensor difference = at::zeros({}, loss.options()), motifs = difference;
  if (config.loss.consistency > 0.0) {
    difference = strand_difference(output.activity, all.activity.narrow(0, batch, batch));
    loss = loss + config.loss.consistency * difference;
  }
  if (output.motif_logits.defined()) {
    motifs = motif_loss(output.motif_logits, inputs.motif_present);
    loss = loss + config.loss.motif_weight * motifs;
  }

  optimizer.clear_gradients();
  if (balances_tasks) {
    task_weights.balance(task_losses(losses, targets.weight), network.shared_weight());
  }
  (loss * inputs.loss_scale).backward();
  const at::Tensor norm = optimizer.clip_gradients(config.optimizer.clip, inputs.loss_scale);
  const torch::NoGradGuard no_gradients;
  const at::Tensor finite = at::isfinite(loss).logical_and(at::isfinite(norm));
  optimizer.step(inputs.learning_rate, finite.logical_not().to(at::kFloat));
  return {.scalars = at::cat({at::stack({loss, difference, motifs, norm}), task_weight}).detach(),
          .activity = output.activity.detach(),
          .target = targets.value,
          .weight = targets.weight};
}

}  // namespace cre
