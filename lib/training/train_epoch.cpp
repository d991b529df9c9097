#include "training/train_epoch.h"

#include <cmath>

#include "core/error.h"
#include "training/augmentation.h"
#include "training/epoch_plan.h"
#include "training/learning_rate.h"
#include "training/loss.h"

namespace cre {
namespace {

struct StepResult {
  double loss, gradient_norm;
};

StepResult train_step(Network& network, AdamW& optimizer, const TrainingData& data, const TrainConfig& config,
                      const ForwardPass& pass, std::int64_t epoch, std::span<const std::int64_t> rows, double rate) {
  const AugmentationPlan plan =
      plan_augmentation(config.augmentation, data.input.insert_length(), pass.seed, epoch, rows);
  const at::Tensor onehot = data.input.onehot(augmented_codes(data.input, rows, plan), pass.dtype);
  const at::Tensor indices =
      at::from_blob(const_cast<std::int64_t*>(rows.data()), {static_cast<std::int64_t>(rows.size())}, at::kLong)
          .to(data.input.device());
  const at::Tensor predicted = network.forward(onehot, pass);
  const at::Tensor loss = huber_loss(predicted, data.target.index_select(0, indices),
                                     data.weight.index_select(0, indices), config.huber_delta);
  optimizer.clear_gradients();
  loss.backward();
  const at::Tensor norm = optimizer.clip_gradients(config.optimizer.clip);
  optimizer.step(rate);
  return {loss.item<double>(), norm.item<double>()};
}

}  // namespace

EpochSummary train_epoch(Network& network, AdamW& optimizer, const TrainingData& data, const TrainConfig& config,
                         at::ScalarType dtype, std::int64_t epoch,
                         const std::function<void(std::int64_t)>& after_step) {
  const auto seed = static_cast<std::uint64_t>(config.seed);
  const EpochPlan plan(data.train_rows, config.batch, seed, epoch);
  EpochSummary summary;
  for (std::int64_t i = 0; i < plan.steps(); ++i) {
    const std::int64_t step = optimizer.steps();
    const auto rows = plan.rows_of_step(i);
    const ForwardPass pass{
        .mode = Mode::training, .dtype = dtype, .seed = seed, .step = static_cast<std::uint64_t>(step)};
    summary.learning_rate =
        learning_rate(config.schedule, config.optimizer.learning_rate, step, config.epochs * plan.steps());
    const StepResult result = train_step(network, optimizer, data, config, pass, epoch, rows, summary.learning_rate);
    if (!std::isfinite(result.loss) || !std::isfinite(result.gradient_norm)) {
      fail(ErrorKind::input, "training diverged in epoch ", epoch, ", step ", i + 1, " of ", plan.steps(), ": loss ",
           result.loss, ", gradient norm ", result.gradient_norm, " at learning rate ", summary.learning_rate,
           "; lower train.optimizer.learning_rate, or use model.norm weight_batch, or train.precision fp32");
    }
    summary.loss += result.loss * static_cast<double>(rows.size()) / static_cast<double>(data.train_rows.size());
    summary.gradient_norm += result.gradient_norm / static_cast<double>(plan.steps());
    after_step(static_cast<std::int64_t>(rows.size()));
  }
  return summary;
}

}  // namespace cre
