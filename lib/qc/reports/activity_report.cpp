#include "qc/reports/activity_report.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/parallel.h"
#include "core/text.h"
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

/// `activity` in row order; `ascending` and `errors` sorted.
Json task_json(const std::vector<double>& activity, const std::vector<double>& ascending,
               const std::vector<double>& errors) {
  const Summary summary = summarize(activity);
  Json percentiles = Json::object();
  for (const double percent : kActivityPercentiles) {
    percentiles[number_text(percent)] = percentile_of_sorted(ascending, percent);
  }
  return {{"n", summary.n},
          {"mean", summary.mean},
          {"sd", summary.sd},
          {"skew", summary.skew},
          {"percentiles", percentiles},
          {"near_zero", share_near_zero(activity)},
          {"se_median", percentile_of_sorted(errors, 50)},
          {"se_iqr", percentile_of_sorted(errors, 75) - percentile_of_sorted(errors, 25)}};
}

Json ceiling_json(const NoiseCeiling& ceiling, const char* source) {
  return {{"reliability", ceiling.reliability}, {"r_max", ceiling.r_max}, {"source", source}};
}

}  // namespace

MeasuredValues values_of(const MeasuredTable& table) {
  return {table.activity, table.standard_error};
}
MeasuredValues values_of(const Elements& elements) {
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

std::vector<std::function<void()>> sorting_work(const MeasuredValues& values, std::size_t tasks, AscendingValues& out) {
  out.activity.resize(tasks);
  out.standard_error.resize(tasks);
  std::vector<std::function<void()>> work;
  for (std::size_t task = 0; task < tasks; ++task) {
    work.emplace_back([=, &out] { out.activity[task] = sorted_copy(finite_values(values.activity, task, tasks)); });
    work.emplace_back(
        [=, &out] { out.standard_error[task] = sorted_copy(finite_values(values.standard_error, task, tasks)); });
  }
  return work;
}

AscendingValues ascending_values(const MeasuredValues& values, std::size_t tasks) {
  AscendingValues out;
  parallel_run(sorting_work(values, tasks, out), 1);
  return out;
}

Json activity_report(const MeasuredValues& values, const AscendingValues& ascending,
                     const std::vector<std::string>& tasks) {
  Json out = Json::object();
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    out[tasks[task]] = task_json(finite_values(values.activity, task, tasks.size()), ascending.activity[task],
                                 ascending.standard_error[task]);
  }
  return out;
}

Json winsorizing_report(const AscendingValues& values, const std::vector<std::string>& tasks) {
  const std::vector<std::pair<const char*, double>> tails = {{"0.001/0.999", 0.1}, {"0.005/0.995", 0.5}};  // percent
  Json out = Json::object();
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    const std::vector<double>& ascending = values.activity[task];
    for (const auto& [name, percent] : tails) {
      const double low = percentile_of_sorted(ascending, percent);
      const double high = percentile_of_sorted(ascending, 100.0 - percent);
      out[name][tasks[task]] = {
          {"low", low},
          {"high", high},
          {"below", std::lower_bound(ascending.begin(), ascending.end(), low) - ascending.begin()},
          {"above", ascending.end() - std::upper_bound(ascending.begin(), ascending.end(), high)}};
    }
  }
  return out;
}

Json noise_ceiling_report(const Elements& elements) {
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
