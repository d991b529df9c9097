// Rule: every element has the same length.

#include "core/text.h"
#include "qc/rules/rules.h"

namespace cre {

Rule off_length_rule(const RuleInput& input) {
  const MeasuredTable& table = input.table;
  const LengthPlan& plan = input.plan;
  Rule rule{.code = "off_length"};
  rule.title = concat("length other than ", plan.length, " bp");
  rule.remedy = "qc.off_length: adjust trims or pads, qc.length sets the length";
  rule.state = plan.action == OffLengthAction::reject ? RuleState::active : RuleState::off;
  rule.fails = [&table, &plan](std::size_t row) { return !plan.fits(table.insert_length(row)); };
  rule.detail = [&table](std::size_t row) { return concat(table.insert_length(row), " bases"); };
  return rule;
}

}  // namespace cre
