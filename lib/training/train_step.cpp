#include "training/train_step.h"

#include <algorithm>
#include <cmath>

#include "core/stopwatch.h"
#include "model/strand.h"
#include "training/augmentation.h"
#include "training/loss.h"
#include "training/undo_step.h"

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

Targets targets_of(const TrainingData& data, const TrainConfig& config, std::int64_t epoch, const at::Tensor& indices) {
  at::Tensor weight = data.weight.index_select(0, indices);
  if (epoch <= config.uniform_weight_epochs) weight = weight.gt(0.0).to(at::kFloat);
  return {data.target.index_select(0, indices), weight};
}

at::Tensor rows_of(std::span<const Visit> visits, const at::Device& device) {
  const at::Tensor rows = at::empty({static_cast<std::int64_t>(visits.size())}, at::kLong);
  std::transform(visits.begin(), visits.end(), rows.data_ptr<std::int64_t>(),
                 [](const Visit& visit) { return visit.row; });
  return rows.to(device);
}

// Backward, clip and step; false when the gradient is not finite, which leaves the weights alone.
bool descend(TrainingState state, const TrainConfig& config, double learning_rate, const at::Tensor& loss,
             StepResult& result) {
  const double scale = state.loss_scale.value();
  (scale == 1.0 ? loss : loss * scale).backward();
  result.gradient_norm = state.optimizer.clip_gradients(config.optimizer.clip, scale).item<double>();
  if (!std::isfinite(result.gradient_norm)) return false;
  state.optimizer.step(learning_rate);
  state.average.update();
  return true;
}

}  // namespace

StepResult train_step(TrainingState state, const TrainingData& data, const TrainConfig& config, const StepPlace& place,
                      std::span<const Visit> visits) {
  const auto seed = static_cast<std::uint64_t>(config.seed);
  const auto batch = static_cast<std::int64_t>(visits.size());
  const std::int64_t step = state.counts.tried++;
  const ForwardPass pass{
      .mode = Mode::training, .dtype = place.dtype, .seed = seed, .step = static_cast<std::uint64_t>(step)};
  const Strands strands = config.loss.consistency > 0.0 ? Strands::both : Strands::forward;
  const StrandChoice choice = config.sampling.both_strands ? StrandChoice::by_copy : StrandChoice::drawn;
  const AugmentationPlan plan =
      plan_augmentation(config.augmentation, choice, data.input.sequences.insert_length(), seed, place.epoch, visits);
  const at::Tensor indices = rows_of(visits, data.input.device());

  const UndoStep before(state.network, state.task_weights);
  const NetworkInput input = network_input(data, config, plan, indices, strands, place.dtype);
  const Instant start = now();
  const NetworkOutput both = state.network.forward(input, pass);
  const NetworkOutput output = first_rows(both, batch);
  Targets targets = targets_of(data, config, place.epoch, indices);
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
    const at::Tensor motifs = motif_loss(output.motif_logits, data.motif_present.select(indices).to(at::kFloat));
    loss = loss + config.loss.motif_weight * motifs;
    result.motif_loss = motifs.item<double>();
  }
  result.loss = loss.item<double>();
  result.task_weights = task_weight.detach();

  state.optimizer.clear_gradients();
  bool finite = std::isfinite(result.loss);
  if (finite) {
    state.task_weights.balance(task_losses(losses, targets.weight), state.network.shared_weight(), step);
    finite = descend(state, config, place.learning_rate, loss, result);
  }
  if (finite) {
    state.task_weights.observe(output.activity, targets.value, targets.weight);
  } else {
    before.undo();
  }
  result.network_seconds = seconds_since(start);
  state.loss_scale.update(finite);
  result.skipped = !finite;
  state.counts.skipped += finite ? 0 : 1;
  state.counts.skipped_in_a_row = finite ? 0 : state.counts.skipped_in_a_row + 1;
  return result;
}

}  // namespace cre
