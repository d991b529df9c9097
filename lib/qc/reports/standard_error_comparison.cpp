#include "qc/reports/standard_error_comparison.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "qc/rules/rules.h"

namespace cre {
namespace {

constexpr double kManyRemoved = 0.3;
constexpr double kRelaxedThreshold = 0.6;  // l2fc

// Bits of the rules that are the same whichever standard-error rule is chosen.
std::uint32_t other_rules(const std::vector<Rule>& rules) {
  std::uint32_t bits = 0;
  for (std::size_t r = 0; r < rules.size(); ++r) {
    bits |= std::uint32_t{rules[r].is_part_of_se_rule ? 0U : 1U} << r;
  }
  return bits;
}

std::string remedies(const QcConfig& config) {
  const std::string threshold = config.se_threshold < kRelaxedThreshold
                                    ? concat("set qc.se_threshold to ", kRelaxedThreshold)
                                    : concat("set qc.se_threshold higher than ", config.se_threshold);
  const bool may_use_b = config.se_rule == StandardErrorRule::any_task && config.columns.target_cell;
  const std::string rule = may_use_b ? "use qc.se_rule B or C with qc.weights inverse_variance"
                                     : "use qc.se_rule C, which weights elements by inverse variance";
  return concat(threshold, ", or ", rule);
}

}  // namespace

void visit_standard_error_candidates(const std::vector<Rule>& rules, const RuleOutcome& outcome,
                                     const std::function<void(std::size_t row)>& visit) {
  const std::uint32_t others = other_rules(rules);
  for (std::size_t row = 0; row < outcome.failed.size(); ++row) {
    if ((outcome.failed[row] & others) == 0) {
      visit(row);
    }
  }
}

StandardErrorComparison compare_standard_error_rules(const MeasuredTable& table, const QcConfig& config,
                                                     const std::vector<Rule>& rules, const RuleOutcome& outcome) {
  StandardErrorComparison comparison;
  comparison.available = config.has_standard_errors();
  if (!comparison.available) {
    return comparison;
  }

  QcConfig with_a = config, with_b = config;
  with_a.se_rule = StandardErrorRule::any_task;
  with_b.se_rule = StandardErrorRule::target_cell;
  const LengthPlan no_plan;  // these rules do not look at lengths
  const Rule rule_a = standard_error_rule({table, with_a, no_plan});
  const Rule rule_b = standard_error_rule({table, with_b, no_plan});
  const Rule unknown_cell = unknown_target_cell_rule({table, with_b, no_plan});
  std::int64_t target_above = 0;
  std::int64_t removed = 0;
  visit_standard_error_candidates(rules, outcome, [&](std::size_t row) {
    ++comparison.candidates;
    comparison.removed_by_a += rule_a.fails(row) ? 1 : 0;
    comparison.unknown_target_cell += unknown_cell.fails(row) ? 1 : 0;
    target_above += rule_b.fails(row) ? 1 : 0;
    removed += outcome.failed[row] != 0 ? 1 : 0;
  });
  if (config.columns.target_cell) {
    comparison.removed_by_b = target_above + comparison.unknown_target_cell;
  } else {
    comparison.unknown_target_cell = 0;
  }
  if (comparison.candidates > 0) {
    comparison.active_removed_fraction = static_cast<double>(removed) / static_cast<double>(comparison.candidates);
  }
  if (comparison.active_removed_fraction > kManyRemoved) {
    comparison.warning = concat("standard-error rule ", se_rule_name(config.se_rule), " (threshold ",
                                config.se_threshold, ") removes ", removed, " of ", comparison.candidates, " rows (",
                                percent_text(comparison.active_removed_fraction), "); ", remedies(config));
  }
  return comparison;
}

}  // namespace cre
