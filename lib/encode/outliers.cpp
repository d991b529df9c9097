#include "encode/outliers.h"

#include <limits>

#include "core/error.h"
#include "encode/training_activities.h"
#include "statistics/summary.h"

namespace cre {

namespace {

constexpr double kDeviations = 6.0;
constexpr double kUpperMargin = 3.0;  // l2fc, in the published code of Malinois (up_cutoff_move)

OutlierLimits limits_of(const Elements& elements, const std::vector<Split>& splits, Outliers rule) {
  OutlierLimits limits;
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    const Summary summary = summarize(training_activities(elements, splits, task));
    const double reach = kDeviations * summary.sd;
    limits.low.push_back(summary.mean - reach);
    limits.high.push_back(summary.mean + reach + (rule == Outliers::malinois ? kUpperMargin : 0.0));
    limits.beyond.push_back(0);
  }
  return limits;
}

bool counts_beyond(const Elements& elements, std::size_t row, OutlierLimits& limits) {
  bool any = false;
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    const double activity = elements.activity[row * elements.task_count() + task];  // NaN is beyond nothing
    const bool beyond = activity <= limits.low[task] || activity >= limits.high[task];
    limits.beyond[task] += beyond ? 1 : 0;
    any = any || beyond;
  }
  return any;
}

}  // namespace

OutlierLimits leave_out_outliers(Elements& elements, const std::vector<Split>& splits, Outliers rule) {
  if (rule == Outliers::none) {
    return {};
  }
  require(splits.size() == elements.rows(), "each element has a split");
  OutlierLimits limits = limits_of(elements, splits, rule);
  const std::size_t tasks = elements.task_count();
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    if (splits[row] != Split::train || !counts_beyond(elements, row, limits)) {
      continue;
    }
    ++limits.rows;
    for (std::size_t at = row * tasks; at < (row + 1) * tasks; ++at) {
      elements.mask[at] = 0;
      elements.activity[at] = elements.standard_error[at] = std::numeric_limits<double>::quiet_NaN();
    }
  }
  return limits;
}

nlohmann::json outliers_json(const OutlierLimits& limits, Outliers rule) {
  if (rule == Outliers::none) {
    return nullptr;
  }
  return {{"rule", outliers_name(rule)},
          {"low", limits.low},
          {"high", limits.high},
          {"beyond", limits.beyond},
          {"rows", limits.rows}};
}

}  // namespace cre
