#include "training/train_epoch.h"

#include <cmath>

#include "core/error.h"
#include "training/epoch_plan.h"
#include "training/learning_rate.h"

namespace cre {
namespace {

std::vector<double> values(const at::Tensor& list) {
  const at::Tensor plain = list.to(at::kCPU, at::kDouble).contiguous();
  return {plain.data_ptr<double>(), plain.data_ptr<double>() + plain.numel()};
}

}  // namespace

EpochSummary train_epoch(TrainingState state, const TrainingData& data, const TrainConfig& config, at::ScalarType dtype,
                         std::int64_t epoch, const std::function<void(std::int64_t)>& after_step) {
  const EpochPlan plan(data.train_rows, config.batch, static_cast<std::uint64_t>(config.seed), epoch);
  EpochSummary summary;
  for (std::int64_t i = 0; i < plan.steps(); ++i) {
    const auto rows = plan.rows_of_step(i);
    summary.learning_rate = learning_rate(config.schedule, config.optimizer.learning_rate, state.optimizer.steps(),
                                          config.epochs * plan.steps());
    const StepResult result = train_step(state, data, config, {epoch, summary.learning_rate, dtype}, rows);
    if (!std::isfinite(result.loss) || !std::isfinite(result.gradient_norm)) {
      fail(ErrorKind::input, "training diverged in epoch ", epoch, ", step ", i + 1, " of ", plan.steps(), ": loss ",
           result.loss, ", gradient norm ", result.gradient_norm, " at learning rate ", summary.learning_rate,
           "; lower train.optimizer.learning_rate, or use batch norm, or train.precision fp32");
    }
    const double share = static_cast<double>(rows.size()) / static_cast<double>(data.train_rows.size());
    summary.loss += result.loss * share;
    summary.consistency += result.consistency * share;
    summary.motif_loss += result.motif_loss * share;
    summary.gradient_norm += result.gradient_norm / static_cast<double>(plan.steps());
    if (i + 1 == plan.steps()) summary.task_weights = values(result.task_weights);
    after_step(static_cast<std::int64_t>(rows.size()));
  }
  return summary;
}

}  // namespace cre
