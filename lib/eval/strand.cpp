#include "eval/strand.h"

#include <algorithm>
#include <cmath>

#include "core/parallel.h"
#include "eval/paired_values.h"
#include "statistics/correlation.h"

namespace cre {

namespace {

double measured_correlation(const TaskColumn& column, const std::vector<double>& predicted) {
  const PairedValues pairs = paired_values(column.activity, predicted);
  return pearson(pairs.measured, pairs.predicted);
}

double mean_difference(const TaskColumn& column) {
  const PairedValues strands = paired_values(column.activity, column.forward);
  double sum = 0.0;
  for (std::size_t i = 0; i < strands.size(); ++i) {
    sum += std::abs(strands.predicted[i] - column.reverse[strands.row[i]]);
  }
  return sum / static_cast<double>(strands.size());
}

StrandMetrics of_task(const std::string& name, const TaskColumn& column) {
  std::vector<double> averaged(column.forward.size());
  std::transform(column.forward.begin(), column.forward.end(), column.reverse.begin(), averaged.begin(),
                 [](double f, double r) { return (f + r) / 2.0; });
  StrandMetrics strand{.task = name,
                       .forward = measured_correlation(column, column.forward),
                       .reverse = measured_correlation(column, column.reverse),
                       .averaged = measured_correlation(column, averaged),
                       .mean_difference = mean_difference(column),
                       .drop = 0.0,
                       .flagged = false};
  strand.drop = strand.forward - strand.averaged;
  strand.flagged = strand.drop > kStrandDrop;
  return strand;
}

}  // namespace

std::vector<StrandMetrics> strand_metrics(const EvalRows& rows, unsigned threads) {
  const auto only_forward = [](const TaskColumn& column) { return column.reverse.empty(); };
  if (std::any_of(rows.task.begin(), rows.task.end(), only_forward)) {
    return {};
  }
  std::vector<StrandMetrics> out(rows.task_count());
  parallel_for(out.size(), threads, [&](std::size_t k) { out[k] = of_task(rows.tasks[k], rows.task[k]); });
  return out;
}

}  // namespace cre
