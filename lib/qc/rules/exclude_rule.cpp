// Rule: the user does not leave the row out by its name.

#include "core/text.h"
#include "qc/exclusion.h"
#include "qc/rules/rejection.h"
#include "qc/rules/rules.h"

namespace cre {

Rule exclude_rule(const RuleInput& input) {
  const MeasuredTable& table = input.table;
  const QcConfig& config = input.config;
  Rule rule{.code = "excluded"};
  rule.title = "left out by name";
  rule.remedy = "qc.exclude lists the patterns";
  rule.state = config.exclude.empty() ? RuleState::off : RuleState::active;
  rule.fails = [&table](std::size_t row) { return table.is_excluded(row); };
  rule.detail = [&table, &config](std::size_t row) {
    const auto pattern = static_cast<std::size_t>(table.excluded_by[row]);
    return concat(config.exclude_column.value_or(config.columns.id.value_or("")), " ",
                  quoted_value(exclude_text_of(table, row)), " matches '", config.exclude[pattern], "'");
  };
  return rule;
}

}  // namespace cre
