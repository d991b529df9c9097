#include "predict/interval_calibration.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/stage_run.h"
#include "core/text.h"
#include "predict/ensemble.h"
#include "predict/prediction_intervals.h"

namespace cre {
namespace {

CalibrationRows calibration_rows(const ValidationRows& rows, const std::vector<double>& votes) {
  const EnsembleResult combined = combine_members(rows.predicted, votes);
  return {.measured = rows.measured, .predicted = combined.mean, .spread = combined.sd};
}

}  // namespace

void add_intervals(const std::vector<EnsembleMember>& members, const ValidationRows& own, Strands strands,
                   const std::vector<double>& votes, double alpha, Predictions& predictions, StageRun& stage) {
  const bool is_own = all_trained_on(members, predictions.dataset_sha256);
  const ValidationRows validation = is_own ? own : carried_rows(members, strands);
  if (validation.empty()) {
    stage.warn(is_own ? "the dataset has no validation rows, so the predictions have no intervals"
                      : "the models carry no validation rows of one and the same dataset, so the predictions have no "
                        "intervals; train them again, or set predict.interval_alpha to null");
    return;
  }
  const CalibrationRows rows = calibration_rows(validation, votes);
  const PredictionIntervals intervals =
      calibrated_intervals(rows, predictions.tasks.size(), alpha, is_own ? "dataset" : "model");
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
