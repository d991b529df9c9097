#include "qc/reports/activity_report.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/text.h"
#include "statistics/ascending_order.h"
#include "statistics/histogram_json.h"
#include "statistics/noise_ceiling.h"
#include "statistics/summary.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<double, 11> kActivityPercentiles = {0.1, 0.5, 1, 5, 25, 50, 75, 95, 99, 99.5, 99.9};
constexpr double kNearZero = 0.1;  // l2fc

double share_near_zero(const std::vector<double>& activity) {
  const auto near = std::count_if(activity.begin(), activity.end(), [](double y) { return std::fabs(y) < kNearZero; });
  return static_cast<double>(near) / static_cast<double>(activity.size());
}

Histogram shown(const std::vector<double>& ascending, const Histogram* before) {
  return histogram(ascending, before != nullptr ? before->edges : edges_for(ascending, kReportedBins));
}

constexpr std::array<std::pair<const char*, double>, 2> kTails = {
    {{"0.001/0.999", 0.1}, {"0.005/0.995", 0.5}}};  // percent

Json winsorizing_json(const std::vector<double>& ascending) {
  Json out = Json::object();
  for (const auto& [name, percent] : kTails) {
    const double low = percentile_of_sorted(ascending, percent);
    const double high = percentile_of_sorted(ascending, 100.0 - percent);
    out[name] = {{"low", low},
                 {"high", high},
                 {"below", std::lower_bound(ascending.begin(), ascending.end(), low) - ascending.begin()},
                 {"above", ascending.end() - std::upper_bound(ascending.begin(), ascending.end(), high)}};
  }
  return out;
}

Json ceiling_json(const NoiseCeiling& ceiling, const char* source) {
  return {{"reliability", ceiling.reliability}, {"r_max", ceiling.r_max}, {"source", source}};
}

}  // namespace

MeasuredValues values_of(const MeasuredTable& table) {
  return {table.activity, table.standard_error};
}
MeasuredValues values_of(const KeptElements& elements) {
  return {elements.activity, elements.standard_error};
}

std::vector<double> task_values(std::span<const double> values, std::size_t task, std::size_t tasks) {
  std::vector<double> out;
  out.reserve(values.size() / tasks);
  for (std::size_t i = task; i < values.size(); i += tasks) {
    out.push_back(values[i]);
  }
  return out;
}

std::vector<double> finite_values(std::span<const double> values, std::size_t task, std::size_t tasks) {
  std::vector<double> out;
  out.reserve(values.size() / tasks);
  for (std::size_t i = task; i < values.size(); i += tasks) {
    if (std::isfinite(values[i])) {
      out.push_back(values[i]);
    }
  }
  return out;
}

TaskShape task_shape(const MeasuredValues& values, std::size_t task, std::size_t tasks, const TaskShape* before,
                     const std::function<void(const std::vector<double>& ascending)>& look) {
  TaskShape out;
  std::vector<double> sorted = finite_values(values.activity, task, tasks);
  const Summary summary = summarize(sorted);
  const double near_zero = share_near_zero(sorted);
  sort_ascending(sorted);
  Json percentiles = Json::object();
  for (const double percent : kActivityPercentiles) {
    percentiles[number_text(percent)] = percentile_of_sorted(sorted, percent);
  }
  out.activity = shown(sorted, before != nullptr ? &before->activity : nullptr);
  out.winsorizing = winsorizing_json(sorted);
  if (look) {
    look(sorted);
  }
  sorted = {};  // before there are more
  sorted = finite_values(values.standard_error, task, tasks);
  sort_ascending(sorted);
  out.standard_error = shown(sorted, before != nullptr ? &before->standard_error : nullptr);
  out.report = {{"n", summary.n},
                {"mean", summary.mean},
                {"sd", summary.sd},
                {"skew", summary.skew},
                {"percentiles", percentiles},
                {"near_zero", near_zero},
                {"se_median", percentile_of_sorted(sorted, 50)},
                {"se_iqr", percentile_of_sorted(sorted, 75) - percentile_of_sorted(sorted, 25)}};
  return out;
}

Json activity_report(const std::vector<TaskShape>& shapes, const std::vector<std::string>& tasks) {
  Json out = Json::object();
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    out[tasks[task]] = shapes[task].report;
  }
  return out;
}

Json winsorizing_report(const std::vector<TaskShape>& shapes, const std::vector<std::string>& tasks) {
  Json out = Json::object();
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    for (const auto& [name, percent] : kTails) {
      out[name][tasks[task]] = shapes[task].winsorizing[name];
    }
  }
  return out;
}

Json noise_ceiling_report(const KeptElements& elements) {
  const std::size_t tasks = elements.task_count();
  Json out = Json::object();
  for (std::size_t task = 0; task < tasks; ++task) {
    if (!elements.replicate_reliability.empty() && !std::isnan(elements.replicate_reliability[task])) {
      out[elements.tasks[task]] = ceiling_json(ceiling_of(elements.replicate_reliability[task]), "replicates");
      continue;
    }
    const std::vector<double> errors = task_values(elements.standard_error, task, tasks);
    if (std::all_of(errors.begin(), errors.end(), [](double error) { return std::isnan(error); })) {
      out[elements.tasks[task]] = nullptr;
      continue;
    }
    out[elements.tasks[task]] =
        ceiling_json(noise_ceiling(task_values(elements.activity, task, tasks), errors), "standard_errors");
  }
  return out;
}

}  // namespace cre
