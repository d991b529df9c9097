// Rule: the standard error is small enough - in every task (A), in the target cell (B), or whatever it is (C).

#include <optional>

#include "core/error.h"
#include "core/text.h"
#include "qc/reading/measured_task.h"
#include "qc/rules/rules.h"
#include "storage/elements.h"

namespace cre {
namespace {

bool is_above(const MeasuredTable& table, const QcConfig& config, std::size_t row, std::size_t task) {
  return is_measured(table, config, row, task) && table.standard_error_of(row, task) > config.se_threshold;
}

std::optional<std::size_t> first_task_above(const MeasuredTable& table, const QcConfig& config, std::size_t row) {
  switch (config.se_rule) {
    case StandardErrorRule::any_task:
      for (std::size_t task = 0; task < table.tasks; ++task) {
        if (is_above(table, config, row, task)) {
          return task;
        }
      }
      return std::nullopt;
    case StandardErrorRule::target_cell: {
      if (table.target_cell[row] == kUnknownCell) {
        return std::nullopt;
      }
      const auto task = static_cast<std::size_t>(table.target_cell[row]);
      return is_above(table, config, row, task) ? std::optional(task) : std::nullopt;
    }
    case StandardErrorRule::weights_only:
      return std::nullopt;
  }
  fail(ErrorKind::internal, "unknown standard-error rule");
}

std::string title_of(const QcConfig& config) {
  switch (config.se_rule) {
    case StandardErrorRule::any_task:
      return concat("standard error of any task above ", config.se_threshold);
    case StandardErrorRule::target_cell:
      return concat("standard error of the target cell above ", config.se_threshold);
    case StandardErrorRule::weights_only:
      return "standard error above a threshold (rule C: weights instead)";
  }
  fail(ErrorKind::internal, "unknown standard-error rule");
}

}  // namespace

Rule standard_error_rule(const RuleInput& input) {
  const MeasuredTable& table = input.table;
  const QcConfig& config = input.config;
  Rule rule{.code = "se_above_threshold"};
  rule.is_part_of_se_rule = true;
  rule.title = title_of(config);
  const bool rejects = config.se_rule != StandardErrorRule::weights_only && config.has_standard_errors();
  rule.state = rejects ? RuleState::active : RuleState::off;
  rule.fails = [&table, &config](std::size_t row) { return first_task_above(table, config, row).has_value(); };
  rule.detail = [&table, &config](std::size_t row) {
    const std::size_t task = first_task_above(table, config, row).value();
    return concat(config.tasks[task].name, " standard error ", table.standard_error_of(row, task), ", allowed at most ",
                  config.se_threshold);
  };
  return rule;
}

}  // namespace cre
