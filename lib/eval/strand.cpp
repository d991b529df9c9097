#include "eval/strand.h"

#include <algorithm>
#include <cmath>

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

}  // namespace

std::vector<StrandMetrics> strand_metrics(const EvalRows& rows) {
  std::vector<StrandMetrics> out;
  for (std::size_t k = 0; k < rows.task_count(); ++k) {
    const TaskColumn& column = rows.task[k];
    if (column.reverse.empty()) {
      return {};
    }
    std::vector<double> averaged(column.forward.size());
    std::transform(column.forward.begin(), column.forward.end(), column.reverse.begin(), averaged.begin(),
                   [](double f, double r) { return (f + r) / 2.0; });
    StrandMetrics strand{.task = rows.tasks[k],
                         .forward = measured_correlation(column, column.forward),
                         .reverse = measured_correlation(column, column.reverse),
                         .averaged = measured_correlation(column, averaged),
                         .mean_difference = mean_difference(column),
                         .drop = 0.0,
                         .flagged = false};
    strand.drop = strand.forward - strand.averaged;
    strand.flagged = strand.drop > kStrandDrop;
    out.push_back(strand);
  }
  return out;
}

}  // namespace cre
