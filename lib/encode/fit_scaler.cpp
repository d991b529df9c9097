#include "encode/fit_scaler.h"

#include <algorithm>
#include <limits>

#include "core/error.h"
#include "encode/training_activities.h"
#include "statistics/summary.h"

namespace cre {

namespace {

double tail_percent(Winsorize winsorize) {
  switch (winsorize) {
    case Winsorize::none:
      return 0.0;
    case Winsorize::permille_1:
      return 0.1;
    case Winsorize::permille_5:
      return 0.5;
  }
  fail(ErrorKind::internal, "unknown winsorising");
}

}  // namespace

Scaler fit_scaler(const Elements& elements, const std::vector<Split>& splits, Winsorize winsorize) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Scaler scaler;
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    std::vector<double> values = sorted_copy(training_activities(elements, splits, task));
    if (values.size() < 2) {
      fail(ErrorKind::input, "task ", elements.tasks[task], " has ", values.size(),
           " measured training rows; at least 2 are needed");
    }
    double low = -kInfinity;
    double high = kInfinity;
    if (winsorize != Winsorize::none) {
      low = percentile_of_sorted(values, tail_percent(winsorize));
      high = percentile_of_sorted(values, 100.0 - tail_percent(winsorize));
    }
    for (double& value : values) {
      value = std::clamp(value, low, high);
    }
    const Summary summary = summarize(values);
    if (!(summary.sd > 0.0)) {
      fail(ErrorKind::input, "task ", elements.tasks[task], " has the constant activity ", summary.mean, " in all ",
           values.size(), " training rows; a model cannot be trained on it");
    }
    scaler.mean.push_back(summary.mean);
    scaler.sd.push_back(summary.sd);
    scaler.low.push_back(low);
    scaler.high.push_back(high);
  }
  return scaler;
}

}  // namespace cre
