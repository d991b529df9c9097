// Rule: the activity is measured - in every task, or in one at least when missing tasks are allowed.

#include <algorithm>

#include "core/text.h"
#include "qc/reading/measured_task.h"
#include "qc/rules/rules.h"

namespace cre {

Rule missing_activity_rule(const RuleInput& input) {
  const MeasuredTable& table = input.table;
  const QcConfig& config = input.config;
  Rule rule{.code = "missing_activity"};
  const bool needs_error = std::any_of(config.tasks.begin(), config.tasks.end(),
                                       [](const QcTask& task) { return task.standard_error.has_value(); });
  rule.title = !config.allow_missing_tasks ? "missing or infinite activity"
               : needs_error               ? "no task with an activity and its standard error"
                                           : "no task with an activity";
  rule.remedy =
      config.allow_missing_tasks ? "check the activity columns" : "qc.allow_missing_tasks: true keeps what is measured";
  rule.fails = [&table, &config](std::size_t row) {
    std::size_t measured = 0;
    for (std::size_t task = 0; task < table.tasks; ++task) {
      measured += is_measured(table, config, row, task) ? 1U : 0U;
    }
    return measured < (config.allow_missing_tasks ? 1 : table.tasks);
  };
  rule.detail = [&table, &config](std::size_t row) {
    std::vector<std::string> found;
    for (std::size_t task = 0; task < table.tasks; ++task) {
      if (is_measured(table, config, row, task)) {
        continue;
      }
      const double value = table.activity_of(row, task);
      const std::string text = std::isnan(value)   ? "missing"
                               : std::isinf(value) ? number_text(value)
                                                   : "without standard error";
      found.push_back(concat(config.tasks[task].activity.text(), " ", text));
    }
    return join(found, ", ");
  };
  return rule;
}

}  // namespace cre
