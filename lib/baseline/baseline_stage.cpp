#include "baseline/baseline_stage.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "baseline/baseline_json.h"
#include "baseline/baseline_rows.h"
#include "baseline/fit_baseline.h"
#include "baseline/linear_model.h"
#include "baseline/linear_predictions.h"
#include "baseline/ridge.h"
#include "core/digest.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "storage/predictions.h"

namespace cre {

namespace {

namespace fs = std::filesystem;

/// Places of the fitted features, which are sparse ones first, in the order of all features.
std::vector<std::size_t> in_order_of_all(const FeatureReader& reader) {
  std::vector<std::size_t> places(reader.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::sort(places.begin(), places.end(),
            [&](std::size_t a, std::size_t b) { return reader.sources()[a] < reader.sources()[b]; });
  return places;
}

LinearModel linear_model(const BaselineConfig& config, const BaselineFit& fit, const Dataset& dataset) {
  const std::size_t tasks = dataset.task_count();
  const std::vector<std::string> names = fit.reader.names();
  const std::vector<double> centers = fit.reader.centers();
  LinearModel model;
  model.tasks = dataset.tasks;
  model.scaler = dataset.scaler;
  model.intercept = fit.offset;
  for (const std::size_t feature : in_order_of_all(fit.reader)) {
    model.features.push_back(names[feature]);
    model.mean.push_back(fit.mean[feature]);
    model.sd.push_back(fit.sd[feature]);
    for (std::size_t task = 0; task < tasks; ++task) {
      const double slope = fit.slope[feature * tasks + task];
      model.weight.push_back(slope * fit.sd[feature]);
      model.intercept[task] += slope * (fit.mean[feature] - centers[feature]);
    }
  }
  for (const PenaltyPath& path : fit.paths) {
    model.penalty.push_back(scaled_penalty(config.penalties[path.chosen], fit.reader.size()));
  }
  model.config = config;
  model.insert_length = dataset.construct.insert_length;
  model.motif_digest = config.motifs ? dataset.motifs.digest : "";
  return model;
}

/// The validation rows, as networks carry them.
Calibration calibration_of(const Dataset& dataset, const std::vector<float>& predicted) {
  const std::size_t tasks = dataset.task_count();
  Calibration out;
  for (const std::size_t row : rows_in_split(dataset, Split::val)) {
    const auto first = static_cast<std::ptrdiff_t>(row * tasks), end = first + static_cast<std::ptrdiff_t>(tasks);
    const std::span measured(dataset.measured.mask.begin() + first, dataset.measured.mask.begin() + end);
    if (std::none_of(measured.begin(), measured.end(), [](std::uint8_t one) { return one != 0; })) {
      continue;
    }
    out.measured.insert(out.measured.end(), dataset.measured.activity.begin() + first,
                        dataset.measured.activity.begin() + end);
    out.forward.insert(out.forward.end(), predicted.begin() + first, predicted.begin() + end);
  }
  out.reverse = out.forward;  // both strands have the same features
  return out;
}

void log_choices(const BaselineConfig& config, const BaselineFit& fit) {
  for (const PenaltyPath& path : fit.paths) {
    log_info(concat("task ", path.task, ": penalty ", config.penalties[path.chosen], " times ",
                    counted(fit.reader.size(), "feature"), ", validation Pearson ",
                    fixed_text(path.pearson[path.chosen], 3)));
  }
}

}  // namespace

void run_baseline(const BaselineConfig& config, const fs::path& dataset_file, StageRun& stage) {
  if (!config.enabled) {
    fail(ErrorKind::config, "baseline.enabled is false, so there is nothing to do; only the workflow may be told so");
  }
  const std::string dataset_sha256 = stage.artifact_input("dataset", dataset_file);
  Dataset dataset = load_dataset(dataset_file);
  const BaselineFit fit = fit_baseline(config, dataset, dataset_file.string(), stage.threads());
  log_choices(config, fit);
  if (fit.reader.size() == 0) {
    stage.warn("all features have the same value in every training row; the baseline predicts the mean activity");
  }
  warn_of_choices(fit.paths, config.penalties, stage);
  stage.count("rows", static_cast<std::int64_t>(dataset.rows()));
  stage.count("features", static_cast<std::int64_t>(fit.reader.size()));
  stage.count("constant_features", static_cast<std::int64_t>(fit.constant_features));
  stage.determinism("kernel", ridge_kernel());

  LinearModel model = linear_model(config, fit, dataset);
  model.dataset_sha256 = dataset_sha256;
  Predictions predictions;
  predictions.predicted = linear_predictions(model, dataset, stage.threads());
  model.calibration = calibration_of(dataset, predictions.predicted);
  const fs::path model_file = stage.output("baseline", "baseline.h5");
  save_linear_model(model_file, model);
  write_text_file(stage.output("summary", "baseline.json"), pretty_json(baseline_json(config, fit)));

  predictions.forward = predictions.predicted;  // both strands have the same features
  predictions.tasks = std::move(dataset.tasks);
  predictions.insert_length = dataset.construct.insert_length;
  predictions.scaler = std::move(dataset.scaler);
  predictions.measured = std::move(dataset.measured);
  predictions.dataset_sha256 = dataset_sha256;
  predictions.model_sha256 = {sha256_of_file(model_file)};
  save_predictions(stage.output("predictions", "predictions.h5"), predictions);
}

}  // namespace cre
