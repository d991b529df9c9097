// Rule: a standard error is above 0 and below 5 l2fc; anything else is a mistake in the table.

#include <algorithm>
#include <optional>

#include "core/text.h"
#include "qc/reading/measured_task.h"
#include "qc/rules/rules.h"

namespace cre {
namespace {

std::optional<std::size_t> first_failing_task(const MeasuredTable& table, const QcConfig& config, std::size_t row) {
  for (std::size_t task = 0; task < table.tasks; ++task) {
    if (config.tasks[task].standard_error && is_measured(table, config, row, task) &&
        !is_possible_error(table.standard_error_of(row, task))) {
      return task;
    }
  }
  return std::nullopt;
}

}  // namespace

Rule standard_error_range_rule(const RuleInput& input) {
  const MeasuredTable& table = input.table;
  const QcConfig& config = input.config;
  Rule rule{.code = "se_out_of_range"};
  rule.title = "standard error outside (0, 5)";
  rule.remedy = "check the standard_error columns of qc.tasks; null leaves them out";
  const bool given = std::any_of(config.tasks.begin(), config.tasks.end(),
                                 [](const QcTask& task) { return task.standard_error.has_value(); });
  rule.state = given ? RuleState::active : RuleState::off;
  rule.fails = [&table, &config](std::size_t row) { return first_failing_task(table, config, row).has_value(); };
  rule.detail = [&table, &config](std::size_t row) {
    const std::size_t task = first_failing_task(table, config, row).value();
    const double error = table.standard_error_of(row, task);
    return concat(config.tasks[task].standard_error->text(), " ", std::isnan(error) ? "missing" : number_text(error));
  };
  return rule;
}

}  // namespace cre
