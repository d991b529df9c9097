#pragma once
// What each of the standard-error rules A, B and C would remove, whichever is in use.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"
#include "qc/rules/apply_rules.h"

namespace cre {

/// Counts over the rows that pass all rules before the standard-error rule.
struct StandardErrorComparison {
  bool available = false;       // the table has standard errors
  std::int64_t candidates = 0;  // rows that reach the rule
  std::int64_t removed_by_a = 0;
  std::optional<std::int64_t> removed_by_b;  // with rows of unknown target cell; nothing without a target_cell column
  std::int64_t unknown_target_cell = 0;      // of removed_by_b
  double active_removed_fraction = 0.0;      // share of the candidates that the rule in use removes
  std::string warning;                       // empty unless that is more than 30 %
};

/// Calls visit(row) for the rows of the table that pass all rules but those that qc.se_rule decides about, ascending.
void visit_standard_error_candidates(const std::vector<Rule>& rules, const RuleOutcome& outcome,
                                     const std::function<void(std::size_t row)>& visit);

/// `rules` as made by make_rules, `outcome` theirs.
StandardErrorComparison compare_standard_error_rules(const MeasuredTable& table, const QcConfig& config,
                                                     const std::vector<Rule>& rules, const RuleOutcome& outcome);

}  // namespace cre
