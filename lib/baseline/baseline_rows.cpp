#include "baseline/baseline_rows.h"

#include <algorithm>

#include "core/error.h"

namespace cre {

namespace {

std::vector<double> weights_of(const Dataset& dataset, const std::vector<std::size_t>& rows, std::size_t task,
                               bool by_element, const std::string& file) {
  std::vector<double> weights(rows.size(), 0.0);
  double sum = 0.0;
  std::size_t measured = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (is_measured(dataset, rows[i], task)) {
      const std::size_t at = rows[i] * dataset.task_count() + task;
      weights[i] = by_element ? static_cast<double>(dataset.measured.weight[at]) : 1.0;
      sum += weights[i];
      ++measured;
    }
  }
  if (!(sum > 0.0)) {
    fail(ErrorKind::input, file, ": task ", dataset.tasks[task], " has no measured value",
         measured > 0 ? " with a weight above 0" : "", " in the training rows");
  }
  if (by_element) {
    const double factor = static_cast<double>(measured) / sum;
    std::for_each(weights.begin(), weights.end(), [factor](double& weight) { weight *= factor; });
  }
  return weights;
}

}  // namespace

std::vector<std::size_t> rows_in_split(const Dataset& dataset, Split split) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < dataset.rows(); ++row) {
    if (dataset.measured.split[row] == split) {
      rows.push_back(row);
    }
  }
  return rows;
}

bool is_measured(const Dataset& dataset, std::size_t row, std::size_t task) {
  return dataset.measured.mask[row * dataset.task_count() + task] != 0;
}

std::vector<double> targets_of(const Dataset& dataset, const std::vector<std::size_t>& rows, std::size_t task) {
  std::vector<double> targets(rows.size(), 0.0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (is_measured(dataset, rows[i], task)) {
      const double activity = dataset.measured.activity[rows[i] * dataset.task_count() + task];
      targets[i] = dataset.scaler.standardize(activity, task);
    }
  }
  return targets;
}

std::vector<TaskGroup> task_groups(const Dataset& dataset, const std::vector<std::size_t>& rows, bool by_element,
                                   const std::string& file) {
  std::vector<TaskGroup> groups;
  for (std::size_t task = 0; task < dataset.task_count(); ++task) {
    std::vector<double> weights = weights_of(dataset, rows, task, by_element, file);
    const auto equal =
        std::find_if(groups.begin(), groups.end(), [&](const TaskGroup& group) { return group.weights == weights; });
    if (equal != groups.end()) {
      equal->tasks.push_back(task);
    } else {
      groups.push_back({std::move(weights), {task}});
    }
  }
  return groups;
}

std::vector<double> group_targets(const Dataset& dataset, const std::vector<std::size_t>& rows,
                                  const std::vector<std::size_t>& tasks) {
  std::vector<double> targets(rows.size() * tasks.size());
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    const std::vector<double> column = targets_of(dataset, rows, tasks[k]);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      targets[i * tasks.size() + k] = column[i];
    }
  }
  return targets;
}

}  // namespace cre
