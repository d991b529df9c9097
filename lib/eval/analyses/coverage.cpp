#include "eval/analyses/coverage.h"

#include <cmath>

#include "statistics/undefined.h"

namespace cre {

namespace {

/// Of the rows that `counts` accepts.
template <class Counts>
Coverage coverage(const TaskColumn& task, double confidence, Counts counts) {
  std::size_t n = 0, covered = 0;
  double width = 0.0;
  for (std::size_t row = 0; row < task.activity.size(); ++row) {
    if (!counts(row) || std::isnan(task.activity[row]) || std::isnan(task.low[row])) {
      continue;
    }
    ++n;
    covered += task.low[row] <= task.activity[row] && task.activity[row] <= task.high[row] ? 1 : 0;
    width += task.high[row] - task.low[row];
  }
  return {.covered = share(covered, n, confidence), .mean_width = n > 0 ? width / static_cast<double>(n) : kUndefined};
}

bool is_judged(const Strata& strata) {
  return strata.by == "min_gap" || strata.by == "gc" || strata.by == "activity";
}

}  // namespace

IntervalCoverage interval_coverage(const EvalRows& rows, const std::vector<Strata>& strata, double confidence) {
  IntervalCoverage out{.alpha = rows.interval_alpha, .task = {}, .strata = {}};
  if (rows.task.front().low.empty()) {
    return out;
  }
  for (const TaskColumn& task : rows.task) {
    out.task.push_back(coverage(task, confidence, [](std::size_t) { return true; }));
  }
  for (const Strata& by : strata) {
    for (std::size_t stratum = 0; is_judged(by) && stratum < by.names.size(); ++stratum) {
      StratumCoverage& of_stratum = out.strata.emplace_back(StratumCoverage{by.by, by.names[stratum], {}});
      for (std::size_t k = 0; k < rows.task_count(); ++k) {
        of_stratum.task.push_back(coverage(rows.task[k], confidence, [&](std::size_t row) {
          return by.of_task(k)[row] == static_cast<std::int32_t>(stratum);
        }));
      }
    }
  }
  return out;
}

}  // namespace cre
