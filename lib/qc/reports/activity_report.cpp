#include "qc/reports/activity_report.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/text.h"
#include "statistics/histogram_json.h"
#include "statistics/noise_ceiling.h"
#include "statistics/summary.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<double, 11> kActivityPercentiles = {0.1, 0.5, 1, 5, 25, 50, 75, 95, 99, 99.5, 99.9};
constexpr double kNearZero = 0.1;  // l2fc

double share_near_zero(const ValueCounts& activity) {
  std::size_t near = 0;
  for (std::size_t i = 0; i < activity.values().size(); ++i) {
    near += std::fabs(activity.values()[i]) < kNearZero ? activity.count(i) : 0;
  }
  return static_cast<double>(near) / static_cast<double>(activity.size());
}

Histogram shown(const ValueCounts& values, const Histogram* before) {
  return histogram(values, before != nullptr ? before->edges : edges_for(values, kReportedBins));
}

constexpr std::array<std::pair<const char*, double>, 2> kTails = {
    {{"0.001/0.999", 0.1}, {"0.005/0.995", 0.5}}};  // percent

Json winsorizing_json(const ValueCounts& values) {
  Json out = Json::object();
  for (const auto& [name, percent] : kTails) {
    const double low = percentile(values, percent);
    const double high = percentile(values, 100.0 - percent);
    out[name] = {{"low", low}, {"high", high}, {"below", values.below(low)}, {"above", values.above(high)}};
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

Summary summary_of(const PackedNumbers& values, std::size_t task, std::size_t tasks) {
  SummaryOfTwoPasses summary;
  const auto visit = [&](auto add) {
    for (std::size_t i = task; i < values.size(); i += tasks) {
      if (const double value = values[i]; std::isfinite(value)) {
        add(value);
      }
    }
  };
  visit([&](double value) { summary.add(value); });
  summary.begin_second();
  visit([&](double value) { summary.add_again(value); });
  return summary.end();
}

TaskShape task_shape(const MeasuredValues& values, std::size_t task, std::size_t tasks, const TaskShape* before,
                     const std::function<void(const ValueCounts& activity)>& look) {
  TaskShape out;
  const Summary summary = summary_of(values.activity, task, tasks);
  const ValueCounts activity(values.activity, task, tasks);
  Json percentiles = Json::object();
  for (const double percent : kActivityPercentiles) {
    percentiles[number_text(percent)] = percentile(activity, percent);
  }
  out.activity = shown(activity, before != nullptr ? &before->activity : nullptr);
  out.winsorizing = winsorizing_json(activity);
  if (look) {
    look(activity);
  }
  const ValueCounts errors(values.standard_error, task, tasks);
  out.standard_error = shown(errors, before != nullptr ? &before->standard_error : nullptr);
  out.report = {{"n", summary.n},
                {"mean", summary.mean},
                {"sd", summary.sd},
                {"skew", summary.skew},
                {"percentiles", percentiles},
                {"near_zero", share_near_zero(activity)},
                {"se_median", percentile(errors, 50)},
                {"se_iqr", percentile(errors, 75) - percentile(errors, 25)}};
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
    NoiseSums sums;
    bool has_errors = false;
    for (std::size_t i = task; i < elements.standard_error.size(); i += tasks) {
      const double error = elements.standard_error[i];
      has_errors = has_errors || !std::isnan(error);
      sums.add(elements.activity[i], error);
    }
    out[elements.tasks[task]] = has_errors ? ceiling_json(sums.ceiling(), "standard_errors") : Json();
  }
  return out;
}

}  // namespace cre
