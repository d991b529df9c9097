#include "train/step/train_step.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/stopwatch.h"
#include "model/send.h"
#include "model/strand.h"
#include "train/data/augmentation.h"
#include "train/step/step_computation.h"
#include "train/step/undo_step.h"

namespace cre {
namespace {

Mixup twice(const Mixup& mixup) {
  const std::int64_t batch = mixup.partner.size(0);
  return {at::cat({mixup.partner, mixup.partner + batch}), at::cat({mixup.share, mixup.share})};
}

// With both strands the batch is twice as long: the strands as augmented, then the other strand of each.
NetworkInput network_input(const TrainingData& data, const TrainConfig& config, const AugmentationPlan& plan,
                           const at::Tensor& indices, Strands strands, at::ScalarType dtype) {
  const at::Tensor inserts = augmented_inserts(data.input.sequences, indices, plan);
  const at::Tensor flip = sent(plan.flip, indices.device());
  at::Tensor codes = data.input.sequences.construct(inserts, flip), rows = indices;
  if (strands == Strands::both) {
    codes = at::cat({codes, data.input.sequences.construct(inserts, flip.logical_not())});
    rows = at::cat({indices, indices});
  }
  NetworkInput input = data.input.batch(rows, codes, dtype);
  if (config.augmentation.mixup_alpha > 0.0) {
    const Mixup mixup = next_row_mixup(sent(plan.mixup_share, indices.device()));
    input.mixup = strands == Strands::both ? twice(mixup) : mixup;
  }
  return input;
}

at::Tensor rows_of(std::span<const Visit> visits, const at::Device& device) {
  const at::Tensor rows = at::empty({static_cast<std::int64_t>(visits.size())}, at::kLong);
  std::transform(visits.begin(), visits.end(), rows.data_ptr<std::int64_t>(),
                 [](const Visit& visit) { return visit.row; });
  return sent(rows, device);
}

at::Tensor weights_of(const TrainingData& data, const TrainConfig& config, std::int64_t epoch,
                      const at::Tensor& indices) {
  const at::Tensor weight = data.weight.index_select(0, indices);
  return epoch <= config.uniform_weight_epochs ? weight.gt(0.0).to(at::kFloat) : weight;
}

StepInputs step_inputs(const Learner& learner, const StepPlace& place, StepBatch batch) {
  const auto scalar = [&](auto value, at::ScalarType type) {
    return at::full({}, value, batch.target.options().dtype(type));
  };
  return {.network = std::move(batch.network),
          .target = batch.target,
          .weight = batch.weight,
          .motif_present = batch.motif_present,
          .task_weight = learner.task_weights.are_learned() ? at::Tensor() : learner.task_weights.of_epoch(place.epoch),
          .learning_rate = scalar(place.learning_rate, Adam::rate_type(batch.target.device())),
          .loss_scale = scalar(learner.loss_scale.value(), at::kFloat),
          .step = scalar(learner.counts.tried, at::kLong)};
}

}  // namespace

StepBatch step_batch(const Network& network, const TrainingData& data, const TrainConfig& config,
                     const StepPlace& place, std::span<const Visit> visits) {
  const auto seed = static_cast<std::uint64_t>(config.seed);
  const Strands strands = config.loss.consistency > 0.0 ? Strands::both : Strands::forward;
  const StrandChoice choice = config.sampling.both_strands ? StrandChoice::by_copy : StrandChoice::drawn;
  const AugmentationPlan plan =
      plan_augmentation(config.augmentation, choice, data.input.sequences.insert_length(), seed, place.epoch, visits);
  const at::Tensor indices = rows_of(visits, data.input.device());
  return {.network = network_input(data, config, plan, indices, strands, place.dtype),
          .target = data.target.index_select(0, indices),
          .weight = weights_of(data, config, place.epoch, indices),
          .motif_present = network.options().motifs == MotifPrior::auxiliary
                               ? data.motif_present.select(indices).to(at::kFloat)
                               : at::Tensor()};
}

StepResult train_step(Learner& learner, const TrainingData& data, const TrainConfig& config, const StepPlace& place,
                      std::span<const Visit> visits) {
  return train_step(learner, config, place, step_batch(*learner.network, data, config, place, visits), [] {});
}

StepResult train_step(Learner& learner, const TrainConfig& config, const StepPlace& place, StepBatch batch,
                      const std::function<void()>& meanwhile) {
  const UndoStep before(*learner.network, learner.task_weights);
  StepInputs inputs = step_inputs(learner, place, std::move(batch));
  const std::int64_t step = learner.counts.tried++;
  const StepComputation computation{.network = *learner.network,
                                    .optimizer = learner.optimizer,
                                    .task_weights = learner.task_weights,
                                    .config = config,
                                    .pass = {.mode = Mode::training,
                                             .dtype = place.dtype,
                                             .seed = static_cast<std::uint64_t>(config.seed),
                                             .step = static_cast<std::uint64_t>(step)},
                                    .balances_tasks = learner.task_weights.are_balanced_after(step)};
  const Instant start = now();
  const StepOutputs outputs = learner.graph.run(computation, inputs);
  const Instant other_work = now();
  meanwhile();
  // Only a GPU computes at the same time: on a processor this is not the network's time.
  const double elsewhere = outputs.scalars.is_cpu() ? seconds_since(other_work) : 0.0;
  const at::Tensor scalars = outputs.scalars.cpu();
  const float* value = scalars.const_data_ptr<float>();
  StepResult result{.loss = value[0],
                    .consistency = value[1],
                    .motif_loss = value[2],
                    .gradient_norm = value[3],
                    .task_weights = scalars.slice(0, 4)};
  const bool finite = std::isfinite(result.loss) && std::isfinite(result.gradient_norm);
  if (finite) {
    learner.average.update();
    learner.task_weights.observe(outputs.activity, outputs.target, outputs.weight);
  } else {
    before.undo();
  }
  result.network_seconds = seconds_since(start) - elsewhere;
  learner.loss_scale.update(finite);
  result.skipped = !finite;
  learner.counts.skipped += finite ? 0 : 1;
  learner.counts.skipped_in_a_row = finite ? 0 : learner.counts.skipped_in_a_row + 1;
  return result;
}

}  // namespace cre
