#include "training/train_step.h"

#include "model/strand.h"
#include "training/augmentation.h"
#include "training/loss.h"

namespace cre {
namespace {

struct Targets {
  at::Tensor value, weight;  // (B, K)
};

// Both values of a mixed element must be measured.
Targets mixed(const Targets& own, const Mixup& mixup) {
  const at::Tensor share = mixup.share.unsqueeze(1);
  const Targets other{own.value.index_select(0, mixup.partner), own.weight.index_select(0, mixup.partner)};
  const at::Tensor weight = share * own.weight + (1.0 - share) * other.weight;
  return {share * own.value + (1.0 - share) * other.value,
          at::where(own.weight.gt(0.0).logical_and(other.weight.gt(0.0)), weight, at::zeros({}, weight.options()))};
}

Mixup twice(const Mixup& mixup) {
  const std::int64_t batch = mixup.partner.size(0);
  return {at::cat({mixup.partner, mixup.partner + batch}), at::cat({mixup.share, mixup.share})};
}

// With both strands the batch is twice as long: the strands as augmented, then the other strand of each.
NetworkInput network_input(const TrainingData& data, const TrainConfig& config, const AugmentationPlan& plan,
                           const at::Tensor& indices, Strands strands, at::ScalarType dtype) {
  const at::Tensor inserts = augmented_inserts(data.input.sequences, indices, plan);
  const at::Tensor flip = plan.flip.to(indices.device());
  at::Tensor codes = data.input.sequences.construct(inserts, flip), rows = indices;
  if (strands == Strands::both) {
    codes = at::cat({codes, data.input.sequences.construct(inserts, flip.logical_not())});
    rows = at::cat({indices, indices});
  }
  NetworkInput input = data.input.batch(rows, codes, dtype);
  if (config.augmentation.mixup_alpha > 0.0) {
    const Mixup mixup = next_row_mixup(plan.mixup_share.to(indices.device()));
    input.mixup = strands == Strands::both ? twice(mixup) : mixup;
  }
  return input;
}

NetworkOutput first_rows(const NetworkOutput& output, std::int64_t count) {
  const auto part = [count](const at::Tensor& x) { return x.defined() ? x.narrow(0, 0, count) : x; };
  return {part(output.activity), part(output.log_variance), part(output.motif_logits)};
}

}  // namespace

StepResult train_step(TrainingState state, const TrainingData& data, const TrainConfig& config, const StepPlace& place,
                      std::span<const std::int64_t> rows) {
  const auto seed = static_cast<std::uint64_t>(config.seed);
  const auto batch = static_cast<std::int64_t>(rows.size());
  const std::int64_t step = state.optimizer.steps();
  const ForwardPass pass{
      .mode = Mode::training, .dtype = place.dtype, .seed = seed, .step = static_cast<std::uint64_t>(step)};
  const Strands strands = config.loss.consistency > 0.0 ? Strands::both : Strands::forward;
  const AugmentationPlan plan =
      plan_augmentation(config.augmentation, data.input.sequences.insert_length(), seed, place.epoch, rows);
  const at::Tensor indices = at::from_blob(const_cast<std::int64_t*>(rows.data()), {batch}, at::kLong)
                                 .to(data.input.device(), at::kLong, /*non_blocking=*/false, /*copy=*/true);

  const NetworkInput input = network_input(data, config, plan, indices, strands, place.dtype);
  const NetworkOutput both = state.network.forward(input, pass);
  const NetworkOutput output = first_rows(both, batch);
  Targets targets{data.target.index_select(0, indices), data.weight.index_select(0, indices)};
  if (input.mixup) targets = mixed(targets, next_row_mixup(input.mixup->share.narrow(0, 0, batch)));

  StepResult result;
  const at::Tensor losses = element_loss(config.loss, output, targets.value, targets.weight);
  const at::Tensor task_weight = state.task_weights.of_epoch(place.epoch);
  at::Tensor loss = weighted_loss(losses, targets.weight, task_weight) + state.task_weights.penalty();
  if (strands == Strands::both) {
    const at::Tensor difference = strand_difference(output.activity, both.activity.narrow(0, batch, batch));
    loss = loss + config.loss.consistency * difference;
    result.consistency = difference.item<double>();
  }
  if (output.motif_logits.defined()) {
    const at::Tensor motifs = motif_loss(output.motif_logits, data.motif_present.index_select(0, indices));
    loss = loss + config.loss.motif_weight * motifs;
    result.motif_loss = motifs.item<double>();
  }
  state.task_weights.observe(output.activity, targets.value, targets.weight);
  state.optimizer.clear_gradients();
  state.task_weights.balance(task_losses(losses, targets.weight), state.network.shared_weight(), step);
  loss.backward();
  const at::Tensor norm = state.optimizer.clip_gradients(config.optimizer.clip);
  state.optimizer.step(place.learning_rate);
  result.loss = loss.item<double>();
  result.gradient_norm = norm.item<double>();
  result.task_weights = task_weight.detach();
  return result;
}

}  // namespace cre
