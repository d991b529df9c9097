// Rule: one row an element; what other rows of it measured is in the first one's activity.

#include "core/text.h"
#include "qc/rules/rejection.h"
#include "qc/rules/rules.h"

namespace cre {

Rule merged_replicate_rule(const RuleInput& input) {
  const MeasuredTable& table = input.table;
  Rule rule{.code = kMergedReplicate};
  rule.title = "row merged into the first of its element";
  rule.state = input.config.replicates.rows == ReplicateRows::none ? RuleState::off : RuleState::active;
  rule.fails = [&table](std::size_t row) { return table.is_merged_away(row); };
  rule.detail = [&table](std::size_t row) {
    const std::size_t into = table.merged_into[row];
    return concat("merged into ", table.id[into], ", ", line_text(table, into));
  };
  return rule;
}

}  // namespace cre
