#include "qc/reports/cell_type_report.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "qc/reports/activity_report.h"
#include "statistics/correlation.h"
#include "statistics/minimum_gap.h"
#include "statistics/summary.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

double mean_activity(const KeptElements& elements, std::size_t task, const std::vector<std::size_t>& rows) {
  std::vector<double> values;
  for (const std::size_t row : rows) {
    const std::size_t i = row * elements.task_count() + task;
    if (elements.mask[i]) {
      values.push_back(elements.activity[i]);
    }
  }
  return summarize(values).mean;
}

Json cell_json(const KeptElements& elements, const std::vector<std::size_t>& rows, const std::vector<double>& overall) {
  Json mean = Json::object(), shift = Json::object();
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    const double value = mean_activity(elements, task, rows);
    mean[elements.tasks[task]] = value;
    shift[elements.tasks[task]] = value - overall[task];
  }
  return {{"n", rows.size()}, {"mean", mean}, {"shift", shift}};
}

// Between groups over total sum of squares: which share of the variance the groups' means make.
double eta_squared(const std::vector<std::vector<double>>& groups) {
  std::vector<double> all;
  for (const std::vector<double>& group : groups) {
    all.insert(all.end(), group.begin(), group.end());
  }
  const double middle = mean(all);
  double between = 0.0, total = 0.0;
  for (const std::vector<double>& group : groups) {
    if (!group.empty()) {
      between += static_cast<double>(group.size()) * std::pow(mean(group) - middle, 2);
    }
  }
  for (const double value : all) {
    total += std::pow(value - middle, 2);
  }
  return between / total;
}

// Pearson's r over the rows where both are finite.
double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<double> both_x, both_y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) {
      continue;
    }
    both_x.push_back(x[i]);
    both_y.push_back(y[i]);
  }
  return pearson(both_x, both_y);
}

// NaN unless all tasks are measured and the target cell is known.
double min_gap_by_definition(const KeptElements& elements, std::size_t row) {
  const std::size_t tasks = elements.task_count();
  if (elements.target_cell[row] == kUnknownCell || tasks < 2) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return target_minus_best_other(std::span(elements.activity).subspan(row * tasks, tasks),
                                 static_cast<std::size_t>(elements.target_cell[row]));
}

Json definition_json(const KeptElements& elements) {
  constexpr double kTolerance = 1e-3;  // tables give activities with three or more decimals
  std::int64_t compared = 0, equal = 0;
  double largest = 0.0;
  std::vector<double> by_definition;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    by_definition.push_back(min_gap_by_definition(elements, row));
    const double difference = std::fabs(elements.min_gap[row] - by_definition.back());
    if (std::isnan(difference)) {
      continue;
    }
    ++compared;
    equal += difference <= kTolerance ? 1 : 0;
    largest = std::fmax(largest, difference);
  }
  Json out = {{"name", "target_minus_best_other"}, {"compared", compared}};
  out["equal_share"] = compared > 0 ? Json(static_cast<double>(equal) / static_cast<double>(compared)) : Json();
  out["largest_difference"] = compared > 0 ? Json(largest) : Json();
  out["pearson"] = correlation(elements.min_gap, by_definition);
  return out;
}

}  // namespace

Json target_cell_report(const KeptElements& elements) {
  const std::size_t tasks = elements.task_count();
  std::vector<std::vector<std::size_t>> rows_of(tasks + 1);  // the last: unknown
  std::vector<std::size_t> all;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const std::int16_t cell = elements.target_cell[row];
    rows_of[cell == kUnknownCell ? tasks : static_cast<std::size_t>(cell)].push_back(row);
    all.push_back(row);
  }
  if (rows_of[tasks].size() == all.size()) {
    return nullptr;
  }
  std::vector<double> overall;
  for (std::size_t task = 0; task < tasks; ++task) {
    overall.push_back(mean_activity(elements, task, all));
  }
  Json out = Json::object();
  for (std::size_t cell = 0; cell <= tasks; ++cell) {
    if (rows_of[cell].empty()) {
      continue;
    }
    out[cell < tasks ? elements.tasks[cell] : "unknown"] = cell_json(elements, rows_of[cell], overall);
  }
  return out;
}

Json target_cell_effect(const KeptElements& elements) {
  const std::size_t tasks = elements.task_count();
  Json out = Json::object();
  for (std::size_t task = 0; task < tasks; ++task) {
    std::vector<std::vector<double>> groups(tasks + 1);  // the last: unknown
    for (std::size_t row = 0; row < elements.rows(); ++row) {
      const std::int16_t cell = elements.target_cell[row];
      if (elements.mask[row * tasks + task] != 0) {
        groups[cell == kUnknownCell ? tasks : static_cast<std::size_t>(cell)].push_back(
            elements.activity[row * tasks + task]);
      }
    }
    const auto used =
        std::count_if(groups.begin(), groups.end(), [](const std::vector<double>& group) { return !group.empty(); });
    out[elements.tasks[task]] = used > 1 ? Json(eta_squared(groups)) : Json();
  }
  return out;
}

Json task_correlation(std::span<const double> activity, std::size_t tasks) {
  std::vector<std::vector<double>> columns;
  for (std::size_t task = 0; task < tasks; ++task) {
    columns.push_back(task_values(activity, task, tasks));
  }
  Json out = Json::array();
  for (const auto& first : columns) {
    Json row = Json::array();
    for (const auto& second : columns) {
      row.push_back(correlation(first, second));
    }
    out.push_back(row);
  }
  return out;
}

Json min_gap_report(const KeptElements& elements, const QcConfig& config) {
  if (!config.columns.min_gap) {
    return nullptr;
  }
  const Summary summary = summarize(finite_values(elements.min_gap, 0, 1));
  Json with_error = Json::object();
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    if (!config.has_errors(task)) {
      continue;
    }
    with_error[elements.tasks[task]] =
        correlation(elements.min_gap, task_values(elements.standard_error, task, elements.task_count()));
  }
  return {{"column", *config.columns.min_gap},
          {"n", summary.n},
          {"mean", summary.mean},
          {"sd", summary.sd},
          {"definition", definition_json(elements)},
          {"correlation_with_se", with_error}};
}

}  // namespace cre
