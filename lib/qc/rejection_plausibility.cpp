// Plausibility: a rule that rejects many rows, or one kind of row.

#include <algorithm>
#include <map>

#include "core/text.h"
#include "qc/plausibility.h"

namespace cre {
namespace {

/// A kind of row, and the rule that would hit it by definition.
struct Subset {
  std::string name;
  std::vector<bool> rows;  // (N) of the table
  std::optional<RejectionCode> by_definition;
};

struct Loss {
  std::size_t rows = 0;
  std::size_t lost = 0;
  double share() const { return rows == 0 ? 0.0 : static_cast<double>(lost) / static_cast<double>(rows); }
};

template <class Holds>
Subset subset(std::string name, const MeasuredTable& table, std::optional<RejectionCode> by_definition, Holds holds) {
  Subset out{std::move(name), std::vector<bool>(table.rows()), by_definition};
  for (std::size_t row = 0; row < table.rows(); ++row) out.rows[row] = holds(row);
  return out;
}

void add_by_value(const std::vector<std::string>& column, const std::string& name, const MeasuredTable& table,
                  std::optional<RejectionCode> by_definition, std::vector<Subset>& subsets) {
  constexpr std::size_t kMostValues = 50;
  std::map<std::string, std::size_t> values;
  for (const std::string& value : column) ++values[value];
  if (values.size() < 2 || values.size() > kMostValues) return;
  for (const auto& entry : values) {
    subsets.push_back(subset(concat("rows with ", name, " ", quoted_value(entry.first)), table, by_definition,
                             [&](std::size_t row) { return column[row] == entry.first; }));
  }
}

std::vector<Subset> subsets_of(const MeasuredTable& table, const LengthPlan& plan) {
  std::vector<Subset> out;
  const auto length = static_cast<std::size_t>(plan.length);
  const auto off_length = RejectionCode::off_length;
  out.push_back(subset(concat("sequences shorter than ", length, " bases"), table, off_length,
                       [&](std::size_t row) { return table.sequence(row).size() < length; }));
  out.push_back(subset(concat("sequences longer than ", length, " bases"), table, off_length,
                       [&](std::size_t row) { return table.sequence(row).size() > length; }));
  out.push_back(subset("sequences that begin or end with N (padding of shorter elements?)", table, std::nullopt,
                       [&](std::size_t row) {
                         const std::string_view letters = table.sequence(row);
                         return letters.starts_with('N') || letters.ends_with('N');
                       }));
  add_by_value(table.target_cell, "target cell", table, RejectionCode::unknown_target_cell, out);
  add_by_value(table.chromosome, "chromosome", table, std::nullopt, out);
  add_by_value(table.published_split, "split", table, std::nullopt, out);
  return out;
}

/// How many rows of the subset, or of the others, rule `r` rejects.
Loss loss_in(const Subset& subset, bool inside, const RuleOutcome& outcome, std::size_t r) {
  Loss loss;
  for (std::size_t row = 0; row < subset.rows.size(); ++row) {
    if (subset.rows[row] != inside) continue;
    ++loss.rows;
    loss.lost += outcome.failed[row] >> r & 1U;
  }
  return loss;
}

std::string remedy_text(const Rule& rule) {
  return rule.remedy.empty() ? std::string() : concat("; ", rule.remedy);
}

bool is_se_rule(const Rule& rule) {
  return rule.code == RejectionCode::se_above_threshold;
}

void add_subset_losses(const Rule& rule, std::size_t r, const std::vector<Subset>& subsets, const RuleOutcome& outcome,
                       double share, Findings& findings) {
  constexpr std::size_t kFewestRows = 10;
  for (const Subset& subset : subsets) {
    if (subset.by_definition == rule.code) continue;
    const Loss inside = loss_in(subset, true, outcome, r);
    const Loss outside = loss_in(subset, false, outcome, r);
    const bool one_sided = inside.share() >= share && 2.0 * outside.share() <= inside.share();
    if (inside.rows < kFewestRows || outside.rows == 0 || !one_sided) continue;
    findings.push_back({"subset_lost", concat("rule ", rejection_name(rule.code), " (", rule.title, ") rejects ",
                                              inside.lost, " of the ", inside.rows, " ", subset.name, ", but ",
                                              outside.lost, " of the ", outside.rows, " others", remedy_text(rule))});
  }
}

}  // namespace

Findings rejection_findings(const MeasuredTable& table, const QcConfig& config, const LengthPlan& plan,
                            const std::vector<Rule>& rules, const RuleOutcome& outcome) {
  Findings findings;
  const std::vector<Subset> subsets = subsets_of(table, plan);
  for (std::size_t r = 0; r < rules.size(); ++r) {
    const Loss all{table.rows(), static_cast<std::size_t>(outcome.counts[r].sequential)};
    // compare_standard_error_rules says the same of its rule, with the other rules as remedies.
    if (all.share() > config.plausibility.rule_share && !is_se_rule(rules[r])) {
      findings.push_back({"many_rejected", concat("rule ", rejection_name(rules[r].code), " (", rules[r].title,
                                                  ") rejects ", all.lost, " of ", all.rows, " rows (",
                                                  fixed_text(100.0 * all.share(), 1), " %)", remedy_text(rules[r]))});
    }
    if (outcome.counts[r].alone > 0) {
      add_subset_losses(rules[r], r, subsets, outcome, config.plausibility.subset_share, findings);
    }
  }
  return findings;
}

}  // namespace cre
