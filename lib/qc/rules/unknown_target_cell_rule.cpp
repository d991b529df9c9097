// Rule: the cell type that an element was designed for is one of the tasks (needed by standard-error rule B).

#include "core/text.h"
#include "qc/rules/rejection.h"
#include "qc/rules/rules.h"
#include "storage/elements.h"

namespace cre {

Rule unknown_target_cell_rule(const RuleInput& input) {
  const MeasuredTable& table = input.table;
  const QcConfig& config = input.config;
  Rule rule{.code = "unknown_target_cell"};
  rule.is_part_of_se_rule = true;
  rule.title = "target cell that is no task";
  rule.remedy = "name the tasks in qc.tasks like the target cells";
  const bool needed = config.se_rule == StandardErrorRule::target_cell && config.has_standard_errors();
  rule.state = needed ? RuleState::active : RuleState::off;
  rule.fails = [&table](std::size_t row) { return table.target_cell[row] == kUnknownCell; };
  rule.detail = [&table](std::size_t row) { return concat("target cell ", quoted_value(table.cell_name[row])); };
  return rule;
}

}  // namespace cre
