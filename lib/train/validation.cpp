#include "train/validation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "core/stopwatch.h"
#include "statistics/correlation.h"
#include "statistics/minimum_gap.h"
#include "storage/elements.h"
#include "train/step/loss.h"

namespace cre {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

bool all_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

struct StrandPredictions {
  Inference forward, reverse, mean;  // reverse is empty with one strand
};

StrandPredictions predict(Network& network, const TrainingData& data, Strands strands,
                          const InferenceOptions& options) {
  StrandPredictions result;
  result.forward = infer(network, data.input, data.val_rows, Strand::forward, options);
  if (strands == Strands::forward) {
    result.mean = result.forward;
    return result;
  }
  result.reverse = infer(network, data.input, data.val_rows, Strand::reverse, options);
  result.mean = {mean_of_strands(result.forward.activity, result.reverse.activity),
                 mean_of_strands(result.forward.log_variance, result.reverse.log_variance)};
  return result;
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
  if (measured.empty()) {
    return kUndefined;
  }
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
    if (dataset.measured.mask[cell] == 0) {
      continue;
    }
    measured.push_back(dataset.measured.activity[cell]);
    predicted.push_back(dataset.scaler.restore(static_cast<double>(standardized[i * tasks + task]), task));
  }
  // A network that overflows predicts no numbers.
  if (!all_finite(predicted)) {
    return {kUndefined, kUndefined, kUndefined};
  }
  return {pearson(predicted, measured), spearman(predicted, measured), root_mean_square_error(predicted, measured)};
}

// Mean over the finite values; NaN when there is none.
double finite_mean(const std::vector<double>& values) {
  double sum = 0.0;
  int count = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      continue;
    }
    sum += value;
    ++count;
  }
  return count > 0 ? sum / count : kUndefined;
}

double strand_pearson(const StrandPredictions& predictions, std::size_t tasks) {
  std::vector<double> of_tasks;
  for (std::size_t k = 0; k < tasks && !predictions.reverse.activity.empty(); ++k) {
    std::vector<double> forward, reverse;
    for (std::size_t i = k; i < predictions.forward.activity.size(); i += tasks) {
      forward.push_back(predictions.forward.activity[i]);
      reverse.push_back(predictions.reverse.activity[i]);
    }
    of_tasks.push_back(pearson(forward, reverse));
  }
  return finite_mean(of_tasks);
}

// The most active task; the first of equal ones.
std::size_t top_task(std::span<const double> activity) {
  return static_cast<std::size_t>(std::max_element(activity.begin(), activity.end()) - activity.begin());
}

void add_specificity(Validation& result, const std::vector<float>& standardized, const TrainingData& data,
                     const Dataset& dataset) {
  const std::size_t tasks = dataset.task_count();
  std::vector<double> gaps, hits;
  std::vector<double> predicted(tasks);
  for (std::size_t i = 0; i < data.val_rows.size() && tasks > 1; ++i) {
    const auto row = static_cast<std::size_t>(data.val_rows[i]);
    for (std::size_t k = 0; k < tasks; ++k) {
      predicted[k] = dataset.scaler.restore(static_cast<double>(standardized[i * tasks + k]), k);
    }
    const std::int16_t cell = dataset.measured.target_cell[row];
    gaps.push_back(cell == kUnknownCell ? top1_minus_top2(predicted)
                                        : target_minus_best_other(predicted, static_cast<std::size_t>(cell)));
    const auto measured = std::span(dataset.measured.activity).subspan(row * tasks, tasks);
    if (all_finite(measured) && all_finite(predicted)) {
      hits.push_back(top_task(predicted) == top_task(measured) ? 1.0 : 0.0);
    }
  }
  result.min_gap_mean = finite_mean(gaps);
  result.top_cell_share = finite_mean(hits);
}

}  // namespace

Validation validate(Network& network, const TrainingData& data, const Dataset& dataset, Strands strands,
                    const LossConfig& loss, const InferenceOptions& options) {
  Validation result;
  const Instant start = now();
  StrandPredictions predictions = predict(network, data, strands, options);
  result.inference_seconds = seconds_since(start);
  const std::vector<float>& values = predictions.mean.activity;
  result.loss = prediction_loss(predictions.mean, data, loss);
  std::vector<double> pearsons, squares;
  for (std::size_t k = 0; k < dataset.task_count(); ++k) {
    result.tasks.push_back(validate_task(values, data, dataset, k));
    pearsons.push_back(result.tasks.back().pearson);
    squares.push_back(result.tasks.back().rmse * result.tasks.back().rmse);
  }
  result.pearson_mean = finite_mean(pearsons);
  result.mse_mean = finite_mean(squares);
  result.strand_pearson = strand_pearson(predictions, dataset.task_count());
  add_specificity(result, values, data, dataset);
  return result;
}

}  // namespace cre
