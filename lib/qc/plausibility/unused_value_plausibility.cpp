// Plausibility: activities that do not count, because nothing says how far they can be trusted.

#include <cmath>

#include "core/text.h"
#include "qc/plausibility/plausibility.h"
#include "qc/reading/measured_task.h"

namespace cre {

Findings unused_value_findings(const MeasuredTable& table, const std::vector<std::size_t>& kept,
                               const QcConfig& config) {
  constexpr double kMany = 0.01;  // of the activities of a task
  Findings findings;
  for (std::size_t task = 0; task < table.tasks; ++task) {
    std::size_t activities = 0, unused = 0;
    for (const std::size_t row : kept) {
      const bool there = std::isfinite(table.activity_of(row, task));
      activities += there ? 1 : 0;
      unused += there && !is_measured(table, config, row, task) ? 1 : 0;
    }
    const double share = static_cast<double>(unused) / static_cast<double>(activities);
    if (unused > 0 && share >= kMany) {
      findings.push_back(
          {"without_standard_error",
           concat("task ", config.tasks[task].name, ": ", grouped(unused), " of ", grouped(activities), " activities (",
                  percent_text(share), ") have no standard error and do not count; standard_error: null uses them")});
    }
  }
  return findings;
}

}  // namespace cre
