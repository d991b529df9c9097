#include "predict/interval_calibration.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/stage_run.h"
#include "core/text.h"
#include "model/inference.h"
#include "predict/ensemble.h"
#include "predict/prediction_intervals.h"

namespace cre {
namespace {

/// Rows of the validation split, as they were just predicted.
CalibrationRows validation_rows(const Predictions& predictions) {
  CalibrationRows out;
  const std::size_t tasks = predictions.tasks.size();
  for (std::size_t row = 0; row < predictions.measured.rows(); ++row) {
    if (predictions.measured.split[row] != Split::val) {
      continue;
    }
    for (std::size_t i = row * tasks; i < (row + 1) * tasks; ++i) {
      out.measured.push_back(predictions.measured.activity[i]);
      out.predicted.push_back(predictions.predicted[i]);
      if (!predictions.member_sd.empty()) {
        out.spread.push_back(predictions.member_sd[i]);
      }
    }
  }
  return out;
}

/// The validation rows that the models carry; nothing when one has none, or they are not the same rows.
CalibrationRows carried_rows(const std::vector<ModelFile>& models, Strands strands) {
  std::vector<std::vector<float>> members;
  for (const ModelFile& model : models) {
    const Calibration& rows = model.calibration;
    if (rows.empty() || model.dataset_sha256 != models.front().dataset_sha256 ||
        rows.measured.size() != models.front().calibration.measured.size()) {
      return {};
    }
    members.push_back(strands == Strands::both ? mean_of_strands(rows.forward, rows.reverse) : rows.forward);
  }
  const EnsembleResult combined = combine_members(members);
  return {.measured = models.front().calibration.measured, .predicted = combined.mean, .spread = combined.sd};
}

}  // namespace

// Rows of the dataset say how well it is predicted only when the models did not see them.
void add_intervals(const std::vector<ModelFile>& models, Strands strands, double alpha, Predictions& predictions,
                   StageRun& stage) {
  const bool own = std::all_of(models.begin(), models.end(), [&](const ModelFile& model) {
    return model.dataset_sha256 == predictions.dataset_sha256;
  });
  const CalibrationRows rows = own ? validation_rows(predictions) : carried_rows(models, strands);
  if (rows.predicted.empty()) {
    stage.warn(own ? "the dataset has no validation rows, so the predictions have no intervals"
                   : "the models carry no validation rows of one and the same dataset, so the predictions have no "
                     "intervals; train them again, or set predict.interval_alpha to null");
    return;
  }
  const PredictionIntervals intervals =
      calibrated_intervals(rows, predictions.tasks.size(), alpha, own ? "dataset" : "model");
  for (std::size_t k = 0; k < intervals.tasks.size(); ++k) {
    if (std::isinf(intervals.tasks[k].quantile)) {
      stage.warn(concat("task ", predictions.tasks[k], ": ", intervals.tasks[k].n,
                        " validation rows are too few for prediction intervals with predict.interval_alpha ", alpha));
    }
  }
  IntervalEnds ends = interval_ends(intervals, predictions.predicted, predictions.member_sd);
  predictions.low = std::move(ends.low);
  predictions.high = std::move(ends.high);
  predictions.intervals = intervals_json(intervals, predictions.tasks).dump();
}

}  // namespace cre
