#include "qc/qc_stage.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/kept_memory.h"
#include "core/log.h"
#include "core/parallel.h"
#include "core/text.h"
#include "qc/adaptors/adaptors.h"
#include "qc/build_elements.h"
#include "qc/duplicates.h"
#include "qc/exclusion.h"
#include "qc/group_pattern.h"
#include "qc/length_plan.h"
#include "qc/merging/merge_duplicates.h"
#include "qc/merging/merge_replicates.h"
#include "qc/merging/replicate_agreement.h"
#include "qc/plausibility/plausibility.h"
#include "qc/qc_outputs.h"
#include "qc/reading/place_reader.h"
#include "qc/reading/read_tables.h"
#include "qc/reports/qc_report.h"
#include "qc/reports/standard_error_comparison.h"
#include "qc/rules/apply_rules.h"
#include "qc/rules/rules.h"
#include "qc/usable_elements.h"
#include "storage/elements.h"

namespace cre {
namespace {

std::vector<Rejection> in_table_order(std::vector<Rejection> malformed, const std::vector<Rejection>& rejected) {
  std::vector<Rejection> all;
  std::merge(std::make_move_iterator(malformed.begin()), std::make_move_iterator(malformed.end()), rejected.begin(),
             rejected.end(), std::back_inserter(all), [](const Rejection& a, const Rejection& b) {
               return a.source != b.source ? a.source < b.source : a.line < b.line;
             });
  return all;
}

void tell(const Findings& findings, bool strict, StageRun& stage) {
  if (strict && !findings.empty()) {
    const std::string more =
        findings.size() > 1 ? concat(" (and ", counted(findings.size() - 1, "more finding"), ")") : "";
    fail(ErrorKind::input, findings.front().text, more, "; qc.strict: false makes this a warning");
  }
  for (const Finding& finding : findings) {
    stage.warn(finding.text);
  }
}

/// `kept`: rows of `table`.
void log_lengths(const MeasuredTable& table, const std::vector<std::size_t>& kept, const LengthPlan& plan) {
  std::int64_t longer = 0, shorter = 0;
  for (const std::size_t row : kept) {
    const auto bases = static_cast<std::int64_t>(table.sequence(row).size());
    longer += bases > plan.length ? 1 : 0;
    shorter += bases < plan.length ? 1 : 0;
  }
  if (longer + shorter == 0) {
    return;
  }
  log_info(concat("of the kept rows ", grouped(longer), " are trimmed and ", grouped(shorter), " padded with N to ",
                  plan.length, " bases"));
}

/// The rows of the tables, and what lies between constant ends in them. Names columns in `config`, see read_tables.
ParsedLines read_inserts(const std::vector<std::filesystem::path>& files, QcConfig& config, StageRun& stage) {
  ParsedLines lines = read_tables(files, config, stage.threads(), [&stage](const auto& file, const auto& read) {
    stage.raw_input("table", file, read);
  });
  mark_excluded(lines.table, config, stage.threads());
  lines.table.cut_ends(adaptor_ends(lines.table, config, stage.threads()));
  if (!lines.table.ends.empty()) {
    log_info(concat(ends_text(lines.table.ends),
                    config.adaptor_mode == AdaptorMode::drop ? ": cut off" : ": taken as flanks"));
  }
  return lines;
}

/// What does not depend on each other.
struct Comparisons {
  DuplicateCounts duplicates;
  StandardErrorComparison standard_errors;
  AscendingValues before, after;  // of the table, of the elements
};

/// Also flags the duplicates.
Comparisons compare(const MeasuredTable& table, const QcConfig& config, const std::vector<Rule>& rules,
                    const RuleOutcome& outcome, Elements& elements, unsigned threads) {
  Comparisons out;
  std::vector<std::function<void()>> work = {
      [&] { out.duplicates = flag_duplicates(elements); },
      [&] { out.standard_errors = compare_standard_error_rules(table, config, rules, outcome); },
  };
  for (auto& more : {sorting_work(values_of(table), table.tasks, out.before),
                     sorting_work(values_of(elements), table.tasks, out.after)}) {
    work.insert(work.end(), more.begin(), more.end());
  }
  parallel_run(work, threads);
  return out;
}

}  // namespace

void run_qc(QcConfig config, const std::vector<std::filesystem::path>& files, StageRun& stage) {
  keep_freed_memory();
  const unsigned threads = stage.threads();
  const std::string where = files.size() == 1 ? files.front().string() : table_names(files);
  ParsedLines lines = read_inserts(files, config, stage);
  const auto malformed = static_cast<std::int64_t>(lines.malformed.size());
  const MeasuredTable& table = lines.table;

  const LengthPlan plan = plan_length(table, config);
  check_adjusted_lengths(plan, config);
  const std::vector<Rule> rules = make_rules({table, config, plan});
  const ReplicateMerge replicates = merge_replicates(lines.table, config, rules, where);
  const RuleOutcome outcome = apply_rules(rules, table, threads);
  log_lengths(table, outcome.kept, plan);
  Findings findings = header_findings(lines.malformed, config);
  if (!lines.malformed.empty()) {
    lines.notes.push_back(malformed_note(lines.malformed, table.sources));
  }
  std::vector<Rejection> rejections = in_table_order(std::move(lines.malformed), outcome.rejections);

  Elements elements = build_elements(table, outcome.kept, config, plan, threads);
  elements.replicate_reliability = replicate_reliability(table, config, replicates, outcome.kept);
  Comparisons compared = compare(table, config, rules, outcome, elements, threads);
  add_findings(findings, copy_findings(elements, compared.after, config, threads));
  add_findings(findings, replicate_findings(table, config, replicates, outcome.kept));
  DuplicateMerge merged = merge_duplicates(elements, config);
  if (!merged.merged.empty()) {
    compared.after = ascending_values(values_of(elements), table.tasks);
  }
  add_findings(findings, std::move(merged.findings));
  rejections = in_table_order(std::move(rejections), merged.merged);
  Findings more;
  parallel_run({[&] { check_usable(elements, rejections, config, where); },
                [&] {
                  if (elements.rows() > 0) {
                    more = table_findings(table, config, plan, rules, outcome, elements, compared.after, threads);
                  }
                }},
               threads);
  add_findings(findings, std::move(more));
  if (const std::string& text = compared.standard_errors.warning; !text.empty()) {
    findings.push_back({"standard_error_rule", text});
  }
  if (std::string text = apply_group_pattern(elements, config.columns); !text.empty()) {
    findings.push_back({"group_pattern", std::move(text)});
  }
  if (std::string note = start_base_note(table, outcome.kept, config.columns); !note.empty()) {
    lines.notes.push_back(std::move(note));
  }
  for (const std::string& note : lines.notes) {
    stage.note(note);
  }
  stage.count("blank_rows", lines.blank_end);
  tell(findings, config.strict, stage);
  if (!lines.lacking.empty()) {
    findings.push_back({"lacking_columns", lines.lacking});
    stage.warn(lines.lacking);
  }
  write_outputs({.table_name = table_names(files),
                 .config = config,
                 .table = table,
                 .malformed = malformed,
                 .plan = plan,
                 .rules = rules,
                 .outcome = outcome,
                 .comparison = compared.standard_errors,
                 .replicates = replicates,
                 .duplicates = compared.duplicates,
                 .merged_duplicates = static_cast<std::int64_t>(merged.merged.size()),
                 .elements = elements,
                 .findings = findings,
                 .ascending_before = compared.before,
                 .ascending_after = compared.after},
                rejections, stage);
}

}  // namespace cre
