// Plausibility: a rule that rejects many rows, or one kind of row.

#include <algorithm>
#include <map>
#include <optional>

#include "core/text.h"
#include "qc/plausibility/plausibility.h"
#include "qc/reading/readable_sequence.h"

namespace cre {
namespace {

/// The rows by kind, and the rule that tells these kinds apart by definition.
struct Partition {
  std::vector<std::string> names;  // (kinds), for "12 of the 12 ..."
  std::vector<std::uint8_t> kind;  // (N) of the table
  std::string_view by_definition;  // its code; empty: none
};

constexpr std::size_t kMostValues = 50;  // of a column

struct Loss {
  std::size_t rows = 0;
  std::size_t lost = 0;
  double share() const { return rows == 0 ? 0.0 : static_cast<double>(lost) / static_cast<double>(rows); }
};

Partition by_length(const MeasuredTable& table, const LengthPlan& plan) {
  Partition out{{"sequences of the length wanted", concat("sequences shorter than ", plan.length, " bases"),
                 concat("sequences longer than ", plan.length, " bases")},
                {},
                "off_length"};
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::size_t bases = table.insert_length(row);
    const bool counts = is_readable(table, row);
    out.kind.push_back(plan.fits(bases) || !counts ? 0 : bases < static_cast<std::size_t>(plan.length) ? 1 : 2);
  }
  return out;
}

Partition by_padding(const MeasuredTable& table) {
  Partition out{
      {"sequences that begin and end with a base", "sequences that begin or end with N (padding of shorter elements?)"},
      {},
      {}};
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::size_t length = table.sequences.is_packed(row) ? 0 : table.insert_length(row);
    const auto is_n = [&](std::size_t place) { return table.insert_letter(row, place) == 'N'; };
    out.kind.push_back(length > 0 && (is_n(0) || is_n(length - 1)) ? 1 : 0);
  }
  return out;
}

/// Nothing for a column that is absent or has many values.
std::optional<Partition> by_word(const RepeatedTexts& column, const char* name, std::string_view by_definition) {
  if (column.words().size() < 2 || column.words().size() > kMostValues) {
    return std::nullopt;
  }
  Partition out{{}, {}, by_definition};
  for (const std::string_view word : column.words()) {
    out.names.push_back(concat("rows with ", name, " ", quoted_value(word)));
  }
  out.kind.resize(column.size());
  for (std::size_t row = 0; row < column.size(); ++row) {
    out.kind[row] = static_cast<std::uint8_t>(column.place(row));
  }
  return out;
}

std::optional<Partition> by_value(const PackedTexts& column, const char* name, std::string_view by_definition) {
  std::map<std::string_view, std::uint8_t> kinds;
  Partition out{{}, {}, by_definition};
  for (std::size_t row = 0; row < column.size(); ++row) {
    const std::string_view value = column[row];
    const auto [found, is_new] = kinds.emplace(value, static_cast<std::uint8_t>(kinds.size()));
    if (is_new) {
      out.names.push_back(concat("rows with ", name, " ", quoted_value(value)));
    }
    if (kinds.size() > kMostValues) {
      return std::nullopt;
    }
    out.kind.push_back(found->second);
  }
  return kinds.size() < 2 ? std::nullopt : std::optional(out);
}

std::vector<Partition> partitions_of(const MeasuredTable& table, const LengthPlan& plan) {
  std::vector<Partition> out = {by_length(table, plan), by_padding(table)};
  for (auto& partition : {by_word(table.cell_name, "target cell", "unknown_target_cell"),
                          by_value(table.chromosome, "chromosome", {}), by_value(table.published_split, "split", {})}) {
    if (partition) {
      out.push_back(*partition);
    }
  }
  return out;
}

/// What rule `r` rejects of each kind.
std::vector<Loss> losses(const Partition& partition, const RuleOutcome& outcome, std::size_t r) {
  std::vector<Loss> out(partition.names.size());
  for (std::size_t row = 0; row < partition.kind.size(); ++row) {
    Loss& loss = out[partition.kind[row]];
    ++loss.rows;
    loss.lost += outcome.failed[row] >> r & 1U;
  }
  return out;
}

std::string remedy_text(const Rule& rule) {
  return rule.remedy.empty() ? std::string() : concat("; ", rule.remedy);
}

std::string rule_text(const Rule& rule) {
  return concat("rule ", rule.code, " (", rule.title, ") rejects ");
}

void add_subset_losses(const Rule& rule, std::size_t r, const Partition& partition, const RuleOutcome& outcome,
                       double share, Findings& findings) {
  constexpr std::size_t kFewestOfSubset = 10;
  if (partition.by_definition == rule.code || std::string_view(rule.code) == "excluded") {
    return;
  }
  const std::vector<Loss> by_kind = losses(partition, outcome, r);
  Loss all;
  for (const Loss& loss : by_kind) {
    all = {all.rows + loss.rows, all.lost + loss.lost};
  }
  for (std::size_t kind = 0; kind < by_kind.size(); ++kind) {
    const Loss& inside = by_kind[kind];
    const Loss outside{all.rows - inside.rows, all.lost - inside.lost};
    const bool one_sided = inside.share() >= share && 2.0 * outside.share() <= inside.share();
    if (inside.rows < kFewestOfSubset || outside.rows == 0 || !one_sided) {
      continue;
    }
    findings.push_back(
        {"subset_lost", concat(rule_text(rule), inside.lost, " of the ", inside.rows, " ", partition.names[kind],
                               ", but ", outside.lost, " of the ", outside.rows, " others", remedy_text(rule))});
  }
}

}  // namespace

std::string malformed_note(const std::vector<Rejection>& malformed, const std::vector<std::string>& sources) {
  const Rejection& first = malformed.front();
  return concat("cannot be read and left out: ", counted(malformed.size(), "line"), ", the first is line ", first.line,
                sources.empty() ? "" : concat(" of ", sources[first.source]), ": ", first.detail);
}

Findings header_findings(const std::vector<Rejection>& malformed, const QcConfig& config) {
  if (malformed.empty() || config.header != TableHeaderKind::none || malformed.front().line != 1) {
    return {};
  }
  return {{"header", concat("line 1 cannot be read and is left out: ", malformed.front().detail,
                            "; if it is a header, set qc.header: names")}};
}

Findings rejection_findings(const MeasuredTable& table, const QcConfig& config, const LengthPlan& plan,
                            const std::vector<Rule>& rules, const RuleOutcome& outcome) {
  Findings findings;
  const std::vector<Partition> partitions = partitions_of(table, plan);
  for (std::size_t r = 0; r < rules.size(); ++r) {
    const Rule& rule = rules[r];
    if (std::string_view(rule.code) == kMergedReplicate) {
      continue;  // nothing is lost
    }
    const Loss all{table.rows(), static_cast<std::size_t>(outcome.counts[r].sequential)};
    // compare_standard_error_rules says the same of its rule, with the other rules as remedies.
    if (all.share() > config.plausibility.rule_share && std::string_view(rule.code) != "se_above_threshold") {
      findings.push_back({"many_rejected", concat(rule_text(rule), all.lost, " of ", all.rows, " rows (",
                                                  percent_text(all.share()), ")", remedy_text(rule))});
    }
    for (const Partition& partition : partitions) {
      if (outcome.counts[r].alone == 0) {
        break;
      }
      add_subset_losses(rule, r, partition, outcome, config.plausibility.subset_share, findings);
    }
  }
  return findings;
}

}  // namespace cre
