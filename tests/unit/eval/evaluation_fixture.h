#pragma once
// Small evaluated tables for tests.

#include <limits>
#include <string>
#include <vector>

#include "core/random.h"
#include "eval/analyses/subset_bootstrap.h"
#include "eval/eval_rows.h"

namespace cre::testdata {

inline const double kNaN = std::numeric_limits<double>::quiet_NaN();

/// One task a column: {activity, predicted}.
inline TaskColumn task_column(std::vector<double> activity, std::vector<double> predicted) {
  TaskColumn column;
  column.standard_error.assign(activity.size(), 0.1);
  column.scale = 2.0;
  column.activity = std::move(activity);
  column.forward = predicted;
  column.predicted = std::move(predicted);
  return column;
}

/// Rows e0, e1, ... each in a group of its own, target cell 0.
inline EvalRows evaluated(std::vector<TaskColumn> tasks) {
  EvalRows rows;
  const std::size_t n = tasks.front().activity.size();
  for (std::size_t i = 0; i < n; ++i) {
    rows.id.push_back("e" + std::to_string(i));
    rows.line.push_back(static_cast<std::int64_t>(i) + 2);
    rows.group.push_back(static_cast<std::int64_t>(i));
  }
  rows.target_cell.assign(n, 0);
  rows.min_gap.assign(n, kNaN);
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    rows.tasks.push_back("task" + std::to_string(k));
  }
  rows.task = std::move(tasks);
  return rows;
}

/// `count` correlated rows of two tasks.
inline EvalRows simulated(std::size_t count) {
  RandomStream stream(RandomPurpose::simulation, 99);
  std::vector<TaskColumn> tasks;
  for (int k = 0; k < 2; ++k) {
    std::vector<double> activity;
    std::vector<double> predicted;
    for (std::size_t i = 0; i < count; ++i) {
      activity.push_back(stream.normal());
      predicted.push_back(activity.back() + stream.normal());
    }
    tasks.push_back(task_column(activity, predicted));
  }
  return evaluated(tasks);
}

/// Of lists that were added.
inline void run_bootstrap(SubsetBootstrap& bootstrap, const ResampleUnits& units, const BootstrapPlan& plan) {
  bootstrap.prepare(plan.resamples, 1);
  for_each_batch(units, plan, 1, bootstrap.make_worker());
}

}  // namespace cre::testdata
