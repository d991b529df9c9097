#include "eval/strand.h"

#include <algorithm>

#include "eval/paired_values.h"
#include "statistics/correlation.h"

namespace cre {

namespace {

double measured_correlation(const TaskColumn& column, const std::vector<double>& predicted) {
  const PairedValues pairs = paired_values(column.activity, predicted);
  return pearson(pairs.measured, pairs.predicted);
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
                         .drop = 0.0,
                         .flagged = false};
    strand.drop = strand.forward - strand.averaged;
    strand.flagged = strand.drop > kStrandDrop;
    out.push_back(strand);
  }
  return out;
}

}  // namespace cre
