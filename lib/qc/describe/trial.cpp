#include "qc/describe/trial.h"

#include <algorithm>
#include <unordered_set>

#include "core/error.h"
#include "qc/adaptors/adaptors.h"
#include "qc/build_elements.h"
#include "qc/exclusion.h"
#include "qc/group_pattern.h"
#include "qc/merging/merge_replicates.h"
#include "qc/plausibility/plausibility.h"
#include "qc/reading/measured_task.h"
#include "qc/reading/place_reader.h"
#include "qc/reading/read_table.h"
#include "qc/reading/readable_sequence.h"
#include "qc/rules/apply_rules.h"
#include "qc/rules/rules.h"
#include "qc/usable_elements.h"
#include "statistics/summary.h"

namespace cre {
namespace {

std::string other_strand_of(std::string_view letters) {
  constexpr std::string_view kFrom = "ACGT", kTo = "TGCA";
  std::string other(letters.rbegin(), letters.rend());
  std::transform(other.begin(), other.end(), other.begin(), [&](char letter) {
    const std::size_t at = kFrom.find(letter);
    return at == std::string_view::npos ? letter : kTo[at];
  });
  return other;
}

void count_copies(const MeasuredTable& table, QcTrial& trial) {
  std::unordered_set<std::string> inserts;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (is_readable(table, row) && !inserts.insert(table.sequence(row)).second) {
      ++trial.repeated_rows;
    }
  }
  std::int64_t with_partner = 0;
  for (const std::string& insert : inserts) {
    const std::string other = other_strand_of(insert);
    with_partner += other != insert && inserts.contains(other) ? 1 : 0;
  }
  trial.opposite_pairs = with_partner / 2;
}

/// As they would count if missing tasks were allowed.
std::int64_t incomplete_rows(const MeasuredTable& table, QcConfig config) {
  config.allow_missing_tasks = true;
  std::int64_t rows = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::size_t measured = 0;
    for (std::size_t task = 0; task < table.tasks; ++task) {
      measured += is_measured(table, config, row, task) ? 1U : 0U;
    }
    rows += measured > 0 && measured < table.tasks ? 1 : 0;
  }
  return rows;
}

/// The steps of run_qc, and what they found.
void try_steps(const std::filesystem::path& file, const QcConfig& config, std::size_t most_rows, unsigned threads,
               QcTrial& trial) {
  ParsedLines lines = read_table(file, config, threads, most_rows);
  const MeasuredTable& table = lines.table;
  trial.malformed = static_cast<std::int64_t>(lines.malformed.size());
  trial.read = static_cast<std::int64_t>(table.rows()) + trial.malformed;
  trial.notes = lines.notes;
  trial.incomplete = incomplete_rows(table, config);
  mark_excluded(lines.table, config, threads);
  lines.table.cut_ends(adaptor_ends(table, config));
  trial.ends = table.ends;
  trial.lengths = plan_length(table, config);
  count_copies(table, trial);
  const std::vector<Rule> rules = make_rules({table, config, trial.lengths});
  merge_replicates(lines.table, config, rules, file.string());
  const RuleOutcome outcome = apply_rules(rules, table, threads);
  trial.kept = static_cast<std::int64_t>(outcome.kept.size());
  for (std::size_t r = 0; r < rules.size(); ++r) {
    if (outcome.counts[r].alone > 0) {
      trial.rules.push_back({rules[r].code, rules[r].title, outcome.counts[r].sequential, outcome.counts[r].alone});
    }
  }
  trial.standard_errors = compare_standard_error_rules(table, config, rules, outcome);
  check_adjusted_lengths(trial.lengths, config);
  trial.start_base_note = start_base_note(table, outcome.kept, config.columns);
  TableFindings of_table = table_findings(table, config, trial.lengths, rules, outcome, threads);
  const Rejections rejections = rejections_by(rules, table, outcome);
  KeptElements elements = build_elements(std::move(lines.table), outcome.kept, config, trial.lengths, threads);
  check_usable(elements, rejections, config, file);
  apply_group_pattern(elements, config.columns);
  std::vector<Findings> of_values;
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    const ValueCounts activity(elements.activity, task, elements.task_count());
    of_values.push_back(value_findings(activity, config.tasks[task], config.plausibility));
  }
  trial.findings = copy_findings(elements, config, threads);
  add_findings(trial.findings, element_findings(std::move(of_table), elements, of_values, config, threads));
}

}  // namespace

std::int64_t QcTrial::rejected_by(const std::string& code) const {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const TrialRule& rule) { return rule.code == code; });
  return found == rules.end() ? 0 : found->alone;
}

QcTrial try_config(const std::filesystem::path& file, const QcConfig& config, std::size_t most_rows, unsigned threads) {
  QcTrial trial;
  try {
    try_steps(file, config, most_rows, threads, trial);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::internal) {
      throw;
    }
    trial.problem = error.what();
  }
  return trial;
}

}  // namespace cre
