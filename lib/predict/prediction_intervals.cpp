#include "predict/prediction_intervals.h"

#include <cmath>
#include <limits>

#include "statistics/conformal.h"
#include "statistics/prediction_error.h"
#include "statistics/summary.h"

namespace cre {
namespace {

TaskInterval calibrated_task(const CalibrationRows& rows, std::size_t task, std::size_t tasks, double alpha) {
  std::vector<double> measured, predicted, spread;
  for (std::size_t i = task; i < rows.measured.size(); i += tasks) {
    if (std::isnan(rows.measured[i])) {
      continue;
    }
    measured.push_back(rows.measured[i]);
    predicted.push_back(static_cast<double>(rows.predicted[i]));
    if (!rows.spread.empty()) {
      spread.push_back(static_cast<double>(rows.spread[i]));
    }
  }
  // Without the mean as a floor, rows on which all members happen to agree would decide the quantile.
  const double floor = spread.empty() ? 0.0 : mean(spread);
  const std::vector<double> scores =
      floor > 0.0 ? normalized_scores(measured, predicted, spread, floor) : absolute_errors(measured, predicted);
  return {.n = measured.size(), .quantile = conformal_quantile(scores, alpha), .floor = floor};
}

}  // namespace

PredictionIntervals calibrated_intervals(const CalibrationRows& rows, std::size_t tasks, double alpha,
                                         const std::string& source) {
  PredictionIntervals out{.alpha = alpha, .source = source, .tasks = {}};
  for (std::size_t task = 0; task < tasks; ++task) {
    out.tasks.push_back(calibrated_task(rows, task, tasks, alpha));
  }
  return out;
}

IntervalEnds interval_ends(const PredictionIntervals& intervals, const std::vector<float>& predicted,
                           const std::vector<float>& spread) {
  IntervalEnds ends;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    const TaskInterval& task = intervals.tasks[i % intervals.tasks.size()];
    const double scale = task.floor > 0.0 ? static_cast<double>(spread[i]) + task.floor : 1.0;
    const double half = std::isinf(task.quantile) ? std::numeric_limits<double>::quiet_NaN() : task.quantile * scale;
    ends.low.push_back(static_cast<float>(static_cast<double>(predicted[i]) - half));
    ends.high.push_back(static_cast<float>(static_cast<double>(predicted[i]) + half));
  }
  return ends;
}

nlohmann::ordered_json intervals_json(const PredictionIntervals& intervals, const std::vector<std::string>& tasks) {
  nlohmann::ordered_json per_task = nlohmann::ordered_json::object();
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    per_task[tasks[k]] = {
        {"n", intervals.tasks[k].n}, {"quantile", intervals.tasks[k].quantile}, {"floor", intervals.tasks[k].floor}};
  }
  return {{"alpha", intervals.alpha}, {"source", intervals.source}, {"per_task", per_task}};
}

}  // namespace cre
