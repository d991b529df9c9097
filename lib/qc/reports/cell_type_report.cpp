#include "qc/reports/cell_type_report.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "qc/reports/activity_report.h"
#include "statistics/correlation.h"
#include "statistics/minimum_gap.h"
#include "statistics/summary.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

/// Of the rows of a cell (task, or the number of tasks: unknown).
struct CellSums {
  std::size_t rows = 0;
  std::vector<double> sum, count;  // (K) of the measured activities

  explicit CellSums(std::size_t tasks) : sum(tasks), count(tasks) {}
  void add(const KeptElements& elements, std::size_t row) {
    ++rows;
    for (std::size_t task = 0; task < sum.size(); ++task) {
      const std::size_t i = row * sum.size() + task;
      if (elements.mask[i] != 0) {
        sum[task] += elements.activity[i];
        count[task] += 1.0;
      }
    }
  }
  double mean(std::size_t task) const { return sum[task] / count[task]; }  // 0 / 0 is NaN
};

Json cell_json(const KeptElements& elements, const CellSums& cell, const CellSums& overall) {
  Json mean = Json::object(), shift = Json::object();
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    mean[elements.tasks[task]] = cell.mean(task);
    shift[elements.tasks[task]] = cell.mean(task) - overall.mean(task);
  }
  return {{"n", cell.rows}, {"mean", mean}, {"shift", shift}};
}

// Between groups over total sum of squares: which share of the variance the groups' means make.
double eta_squared(const std::vector<std::vector<double>>& groups) {
  double sum = 0.0, count = 0.0;
  for (const std::vector<double>& group : groups) {
    sum = std::accumulate(group.begin(), group.end(), sum);
    count += static_cast<double>(group.size());
  }
  const double middle = sum / count;
  double between = 0.0, total = 0.0;
  for (const std::vector<double>& group : groups) {
    if (!group.empty()) {
      between += static_cast<double>(group.size()) * std::pow(mean(group) - middle, 2);
    }
    for (const double value : group) {
      total += std::pow(value - middle, 2);
    }
  }
  return between / total;
}

// Pearson's r over the rows where both are finite: every `step_x`th value of x, and so on.
double correlation(std::span<const double> x, std::size_t step_x, std::span<const double> y, std::size_t step_y) {
  std::vector<double> both_x, both_y;
  both_x.reserve(x.size() / step_x + 1);
  both_y.reserve(x.size() / step_x + 1);
  for (std::size_t i = 0, j = 0; i < x.size(); i += step_x, j += step_y) {
    if (std::isfinite(x[i]) && std::isfinite(y[j])) {
      both_x.push_back(x[i]);
      both_y.push_back(y[j]);
    }
  }
  return pearson(both_x, both_y);
}

/// From the first value of a task on; every `tasks`th is of it.
std::span<const double> of_task(std::span<const double> values, std::size_t task, std::size_t tasks) {
  return values.empty() ? values : values.subspan(task, values.size() - tasks + 1);
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
  by_definition.reserve(elements.rows());
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
  out["pearson"] = correlation(elements.min_gap, 1, by_definition, 1);
  return out;
}

}  // namespace

Json target_cell_report(const KeptElements& elements) {
  const std::size_t tasks = elements.task_count();
  std::vector<CellSums> cells(tasks + 1, CellSums(tasks));  // the last: unknown
  CellSums overall(tasks);
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const std::int16_t cell = elements.target_cell[row];
    cells[cell == kUnknownCell ? tasks : static_cast<std::size_t>(cell)].add(elements, row);
    overall.add(elements, row);
  }
  if (cells[tasks].rows == overall.rows) {
    return nullptr;
  }
  Json out = Json::object();
  for (std::size_t cell = 0; cell <= tasks; ++cell) {
    if (cells[cell].rows > 0) {
      out[cell < tasks ? elements.tasks[cell] : "unknown"] = cell_json(elements, cells[cell], overall);
    }
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
  Json out = Json::array();
  for (std::size_t first = 0; first < tasks; ++first) {
    Json row = Json::array();
    for (std::size_t second = 0; second < tasks; ++second) {
      row.push_back(second < first ? out[second][first]
                                   : Json(correlation(of_task(activity, first, tasks), tasks,
                                                      of_task(activity, second, tasks), tasks)));
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
    with_error[elements.tasks[task]] = correlation(
        elements.min_gap, 1, of_task(elements.standard_error, task, elements.task_count()), elements.task_count());
  }
  return {{"column", *config.columns.min_gap},
          {"n", summary.n},
          {"mean", summary.mean},
          {"sd", summary.sd},
          {"definition", definition_json(elements)},
          {"correlation_with_se", with_error}};
}

}  // namespace cre
