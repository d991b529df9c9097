#pragma once
// All rules over all rows: who stays, who goes and why.

#include <cstdint>
#include <vector>

#include "qc/reading/measured_table.h"
#include "qc/rules/rejection.h"
#include "qc/rules/rule.h"

namespace cre {

struct RuleOutcome {
  struct Count {
    std::int64_t sequential = 0;  // rows that this rule rejects after the ones before it
    std::int64_t alone = 0;       // rows that it would reject without the others
  };
  std::vector<std::uint32_t> failed;  // (N) bit r: active rule r fails
  std::vector<Count> counts;          // (rules)
  std::vector<std::size_t> kept;      // rows that pass all active rules, ascending
};

/// At most 32 rules. Rules that are off count nothing and reject nothing.
RuleOutcome apply_rules(const std::vector<Rule>& rules, const MeasuredTable& table, unsigned threads);

/// The rows that do not pass them, in table order. `outcome`: of these rules.
Rejections rejections_by(const std::vector<Rule>& rules, const MeasuredTable& table, const RuleOutcome& outcome);

}  // namespace cre
