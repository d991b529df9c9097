#include "training/validation.h"

#include <cmath>
#include <limits>

#include "statistics/correlation.h"
#include "training/loss.h"

namespace cre {
namespace {

Inference predict(Network& network, const TrainingData& data, Strands strands, const InferenceOptions& options) {
  Inference forward = infer(network, data.input, data.val_rows, Strand::forward, options);
  if (strands == Strands::forward) return forward;
  const Inference reverse = infer(network, data.input, data.val_rows, Strand::reverse, options);
  return {mean_of_strands(forward.activity, reverse.activity),
          mean_of_strands(forward.log_variance, reverse.log_variance)};
}

// Loss of the predictions, (rows, K) on the processor.
double prediction_loss(Inference& values, const TrainingData& data, const LossConfig& loss) {
  const auto rows = static_cast<std::int64_t>(data.val_rows.size());
  const std::int64_t tasks = data.target.size(1);
  const at::Tensor indices =
      at::from_blob(const_cast<std::int64_t*>(data.val_rows.data()), {rows}, at::kLong).to(data.target.device());
  const at::Tensor target = data.target.index_select(0, indices).cpu();
  const at::Tensor weight = data.weight.index_select(0, indices).cpu();
  NetworkOutput output;
  output.activity = at::from_blob(values.activity.data(), {rows, tasks}, at::kFloat);
  if (!values.log_variance.empty()) {
    output.log_variance = at::from_blob(values.log_variance.data(), {rows, tasks}, at::kFloat);
  }
  return weighted_loss(element_loss(loss, output, target, weight), weight, at::ones({tasks})).item<double>();
}

double root_mean_square_error(const std::vector<double>& predicted, const std::vector<double>& measured) {
  if (measured.empty()) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0.0;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    sum += (predicted[i] - measured[i]) * (predicted[i] - measured[i]);
  }
  return std::sqrt(sum / static_cast<double>(measured.size()));
}

TaskValidation validate_task(const std::vector<float>& standardized, const TrainingData& data, const Dataset& dataset,
                             std::size_t task) {
  const std::size_t tasks = dataset.task_count();
  std::vector<double> predicted, measured;
  for (std::size_t i = 0; i < data.val_rows.size(); ++i) {
    const std::size_t cell = static_cast<std::size_t>(data.val_rows[i]) * tasks + task;
    if (dataset.measured.mask[cell] == 0) continue;
    measured.push_back(dataset.measured.activity[cell]);
    predicted.push_back(dataset.scaler.restore(static_cast<double>(standardized[i * tasks + task]), task));
  }
  return {pearson(predicted, measured), spearman(predicted, measured), root_mean_square_error(predicted, measured)};
}

}  // namespace

Validation validate(Network& network, const TrainingData& data, const Dataset& dataset, Strands strands,
                    const LossConfig& loss, const InferenceOptions& options) {
  Inference values = predict(network, data, strands, options);
  Validation result;
  result.loss = prediction_loss(values, data, loss);
  double sum = 0.0;
  int defined = 0;
  for (std::size_t k = 0; k < dataset.task_count(); ++k) {
    result.tasks.push_back(validate_task(values.activity, data, dataset, k));
    if (std::isfinite(result.tasks.back().pearson)) {
      sum += result.tasks.back().pearson;
      ++defined;
    }
  }
  result.pearson_mean = defined > 0 ? sum / defined : std::numeric_limits<double>::quiet_NaN();
  return result;
}

}  // namespace cre
