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
      if (elements.is_measured(i)) {
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

/// The values of one task, in the order of the rows.
struct Series {
  const PackedNumbers& values;  // (N, tasks)
  std::size_t task = 0, tasks = 1;

  std::size_t size() const { return values.size() / tasks; }
  double operator[](std::size_t row) const { return values[row * tasks + task]; }
};

// Pearson's r over the rows where both are finite.
template <class Other>
double correlation(const Series& x, const Other& y) {
  PairSums sums;
  const auto visit = [&](auto add) {
    for (std::size_t row = 0; row < x.size(); ++row) {
      const double here = x[row], there = y[row];
      if (std::isfinite(here) && std::isfinite(there)) {
        add(here, there);
      }
    }
  };
  visit([&](double here, double there) { sums.add(here, there); });
  sums.begin_second();
  visit([&](double here, double there) { sums.add_again(here, there); });
  return sums.pearson();
}

/// Sums of all pairs of tasks, by first * tasks + second.
using SumsOfPairs = std::vector<PairSums>;

/// Calls add(sums, x, y) for the pairs of tasks in which a row has finite values, first <= second.
template <class Add>
void add_task_pairs(const PackedNumbers& activity, std::size_t tasks, SumsOfPairs& sums, Add add) {
  constexpr std::size_t kRows = 256;  // at once
  std::vector<double> some(kRows * tasks);
  for (std::size_t begin = 0; begin < activity.size(); begin += some.size()) {
    const std::span<double> part = std::span(some).first(std::min(some.size(), activity.size() - begin));
    activity.read(begin, part);
    for (std::size_t first = 0; first < tasks; ++first) {
      for (std::size_t second = first; second < tasks; ++second) {
        PairSums pairs = sums[first * tasks + second];
        for (std::size_t i = 0; i < part.size(); i += tasks) {
          if (std::isfinite(part[i + first]) && std::isfinite(part[i + second])) {
            add(pairs, part[i + first], part[i + second]);
          }
        }
        sums[first * tasks + second] = pairs;
      }
    }
  }
}

// NaN unless all tasks are measured and the target cell is known. `activity`: (K), for the values of the row.
double min_gap_by_definition(const KeptElements& elements, std::size_t row, std::vector<double>& activity) {
  if (elements.target_cell[row] == kUnknownCell || elements.task_count() < 2) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  activity.resize(elements.task_count());
  for (std::size_t task = 0; task < activity.size(); ++task) {
    activity[task] = elements.activity[row * activity.size() + task];
  }
  return target_minus_best_other(activity, static_cast<std::size_t>(elements.target_cell[row]));
}

Json definition_json(const KeptElements& elements) {
  constexpr double kTolerance = 1e-3;  // tables give activities with three or more decimals
  std::int64_t compared = 0, equal = 0;
  double largest = 0.0;
  std::vector<double> by_definition(elements.rows()), activity;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    by_definition[row] = min_gap_by_definition(elements, row, activity);
    const double difference = std::fabs(elements.min_gap[row] - by_definition[row]);
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
  out["pearson"] = correlation({elements.min_gap}, by_definition);
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
      if (elements.is_measured(row * tasks + task)) {
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

Json task_correlation(const PackedNumbers& activity, std::size_t tasks) {
  SumsOfPairs sums(tasks * tasks);
  add_task_pairs(activity, tasks, sums, [](PairSums& pairs, double x, double y) { pairs.add(x, y); });
  for (PairSums& pairs : sums) {
    pairs.begin_second();
  }
  add_task_pairs(activity, tasks, sums, [](PairSums& pairs, double x, double y) { pairs.add_again(x, y); });
  Json out = Json::array();
  for (std::size_t first = 0; first < tasks; ++first) {
    Json row = Json::array();
    for (std::size_t second = 0; second < tasks; ++second) {
      row.push_back(sums[std::min(first, second) * tasks + std::max(first, second)].pearson());
    }
    out.push_back(row);
  }
  return out;
}

Json min_gap_report(const KeptElements& elements, const QcConfig& config) {
  if (!config.columns.min_gap) {
    return nullptr;
  }
  const Summary summary = summary_of(elements.min_gap, 0, 1);
  Json with_error = Json::object();
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    if (!config.has_errors(task)) {
      continue;
    }
    with_error[elements.tasks[task]] =
        correlation({elements.min_gap}, Series{elements.standard_error, task, elements.task_count()});
  }
  return {{"column", *config.columns.min_gap},
          {"n", summary.n},
          {"mean", summary.mean},
          {"sd", summary.sd},
          {"definition", definition_json(elements)},
          {"correlation_with_se", with_error}};
}

}  // namespace cre
