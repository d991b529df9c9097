#include "train/train_epoch.h"

#include <utility>

#include "core/error.h"
#include "core/stopwatch.h"
#include "train/data/epoch_plan.h"
#include "train/step/learning_rate.h"

namespace cre {
namespace {

std::vector<double> values(const at::Tensor& list) {
  const at::Tensor plain = list.to(at::kDouble).contiguous();
  return {plain.data_ptr<double>(), plain.data_ptr<double>() + plain.numel()};
}

void add(EpochSummary& summary, const StepResult& result, std::int64_t visits) {
  const auto before = static_cast<double>(summary.visits), now = static_cast<double>(visits);
  const auto join = [&](double& mean, double value) { mean = (mean * before + value * now) / (before + now); };
  join(summary.loss, result.loss);
  join(summary.consistency, result.consistency);
  join(summary.motif_loss, result.motif_loss);
  join(summary.gradient_norm, result.gradient_norm);
  summary.visits += visits;
}

void check_skipped(const StepCounts& counts, const TrainConfig& config, std::int64_t epoch, const StepResult& result,
                   const EpochSummary& summary, bool last) {
  const bool nothing_learned = last && summary.visits == 0;
  if (counts.skipped_in_a_row < config.max_skipped_steps && !nothing_learned) {
    return;
  }
  fail(ErrorKind::input, "training diverged in epoch ", epoch, ", step ", summary.steps, ": ", counts.skipped_in_a_row,
       " steps in a row without a finite loss and gradient (", counts.skipped, " of ", counts.tried,
       " in all), the last with loss ", result.loss, " and gradient norm ", result.gradient_norm, " at learning rate ",
       summary.learning_rate, "; lower train.optimizer.learning_rate, or use batch norm, or train.precision fp32");
}

}  // namespace

void train_epoch(Learner& learner, const TrainingData& data, const TrainConfig& config, at::ScalarType dtype,
                 std::int64_t epoch, EpochSummary& summary, const std::function<void(std::int64_t)>& after_step) {
  Instant mark = now();
  const auto seed = static_cast<std::uint64_t>(config.seed);
  const EpochPlan plan(data.sampler.visits(seed, epoch), config.batch, seed, epoch);
  const TrainingLength length{.steps_per_epoch = plan.steps(), .epochs = config.max_epochs()};
  const ScheduleKind kind = resolved_kind(config.schedule, config.optimizer.preset);
  StepPlace place{.epoch = epoch, .learning_rate = 0.0, .dtype = dtype};
  const auto batch_of = [&](std::int64_t step) {
    return step_batch(*learner.network, data, config, place, plan.visits_of_step(step));
  };
  StepBatch batch = summary.steps < plan.steps() ? batch_of(summary.steps) : StepBatch{};
  while (summary.steps < plan.steps()) {
    const auto visits = static_cast<std::int64_t>(plan.visits_of_step(summary.steps).size());
    summary.learning_rate =
        learning_rate(config.schedule, kind, learner.optimizer.settings().learning_rate, learner.counts.tried, length);
    place.learning_rate = summary.learning_rate;
    StepBatch next;
    const StepResult result = train_step(learner, config, place, std::move(batch), [&] {
      if (summary.steps + 1 < plan.steps()) {
        next = batch_of(summary.steps + 1);
      }
    });
    batch = std::move(next);
    ++summary.steps;
    if (!result.skipped) {
      add(summary, result, visits);
    }
    check_skipped(learner.counts, config, epoch, result, summary, summary.steps == plan.steps());
    summary.task_weights = values(result.task_weights);
    summary.network_seconds += result.network_seconds;
    summary.seconds += seconds_since(mark);
    mark = now();
    after_step(visits);
  }
}

}  // namespace cre
