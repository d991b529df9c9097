#include "qc/qc_stage.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/kept_memory.h"
#include "core/log.h"
#include "core/parallel.h"
#include "core/text.h"
#include "qc/adaptors/adaptors.h"
#include "qc/build_elements.h"
#include "qc/duplicates.h"
#include "qc/exclusion.h"
#include "qc/group_pattern.h"
#include "qc/kept_table.h"
#include "qc/length_plan.h"
#include "qc/merging/merge_duplicates.h"
#include "qc/merging/merge_replicates.h"
#include "qc/merging/replicate_agreement.h"
#include "qc/plausibility/plausibility.h"
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

void write_outputs(const QcResult& result, const std::vector<Rejection>& rejections, StageRun& stage) {
  const std::size_t read = result.table.rows() + static_cast<std::size_t>(result.malformed);
  require(result.elements.rows() + rejections.size() == read, "kept + rejected = read");
  stage.count("read", static_cast<std::int64_t>(read));
  stage.count("kept", static_cast<std::int64_t>(result.elements.rows()));
  stage.count("rejected", static_cast<std::int64_t>(rejections.size()));
  const std::filesystem::path elements_file = stage.output("elements", "elements.h5");
  const std::filesystem::path report_file = stage.output("report", "qc_report.json");
  const std::filesystem::path rejected_file = stage.output("rejected", "rejected.tsv.gz");
  std::vector<std::function<void()>> work = {
      [&] {
        save_elements(elements_file, result.elements);
        stage.digest_output("elements.h5");
      },
      [&] { write_rejections(rejected_file, rejections, result.table.sources); },
  };
  if (result.config.write_kept) {
    const std::filesystem::path kept_file = stage.output("kept", "kept.tsv.gz");
    work.push_back([&, kept_file] { write_gzip_file(kept_file, kept_table(result.elements)); });
  }
  const std::vector<ReportSection> sections = report_sections(result);
  std::vector<nlohmann::ordered_json> made(sections.size());
  for (std::size_t i = 0; i < sections.size(); ++i) {
    work.push_back([&, i] { made[i] = sections[i].make(); });
  }
  parallel_run(work, stage.threads());
  nlohmann::ordered_json report;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    report[sections[i].name] = std::move(made[i]);
  }
  write_text_file(report_file, pretty_json(report));
  log_info(concat("kept ", result.elements.rows(), " of ", read, " rows"));
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
  log_info(
      concat("of the kept rows ", longer, " are trimmed and ", shorter, " padded with N to ", plan.length, " bases"));
}

}  // namespace

void run_qc(const QcConfig& config, const std::vector<std::filesystem::path>& files, StageRun& stage) {
  keep_freed_memory();
  const std::string where = files.size() == 1 ? files.front().string() : table_names(files);
  ParsedLines lines = read_tables(files, config, stage.threads(), [&stage](const auto& file, const auto& read) {
    stage.raw_input("table", file, read);
  });
  const auto malformed = static_cast<std::int64_t>(lines.malformed.size());
  mark_excluded(lines.table, config, stage.threads());
  lines.table.cut_ends(adaptor_ends(lines.table, config, stage.threads()));
  const MeasuredTable& table = lines.table;

  const LengthPlan plan = plan_length(table, config);
  check_adjusted_lengths(plan, config);
  if (!table.ends.empty()) {
    log_info(
        concat(ends_text(table.ends), config.adaptor_mode == AdaptorMode::drop ? ": cut off" : ": taken as flanks"));
  }
  const std::vector<Rule> rules = make_rules({table, config, plan});
  const ReplicateMerge replicates = merge_replicates(lines.table, config, rules, where);
  const RuleOutcome outcome = apply_rules(rules, table, stage.threads());
  log_lengths(table, outcome.kept, plan);
  Findings findings = header_findings(lines.malformed, config);
  if (!lines.malformed.empty()) {
    lines.notes.push_back(malformed_note(lines.malformed, table.sources));
  }
  std::vector<Rejection> rejections = in_table_order(std::move(lines.malformed), outcome.rejections);

  Elements elements = build_elements(table, outcome.kept, config, plan, stage.threads());
  elements.replicate_reliability = replicate_reliability(table, config, replicates, outcome.kept);
  DuplicateCounts duplicates;
  StandardErrorComparison comparison;
  AscendingValues before, after;
  std::vector<std::function<void()>> work = {
      [&] { duplicates = flag_duplicates(elements); },
      [&] { comparison = compare_standard_error_rules(table, config, rules, outcome); },
  };
  for (auto& more :
       {sorting_work(values_of(table), table.tasks, before), sorting_work(values_of(elements), table.tasks, after)}) {
    work.insert(work.end(), more.begin(), more.end());
  }
  parallel_run(work, stage.threads());
  add_findings(findings, copy_findings(elements, after, config, stage.threads()));
  add_findings(findings, replicate_findings(table, config, replicates, outcome.kept));
  DuplicateMerge merged = merge_duplicates(elements, config);
  if (!merged.merged.empty()) {
    after = ascending_values(values_of(elements), table.tasks);
  }
  add_findings(findings, std::move(merged.findings));
  rejections = in_table_order(std::move(rejections), merged.merged);
  Findings more;
  parallel_run({[&] { check_usable(elements, rejections, config, where); },
                [&] {
                  if (elements.rows() > 0) {
                    more = table_findings(table, config, plan, rules, outcome, elements, after, stage.threads());
                  }
                }},
               stage.threads());
  const std::string unmatched = apply_group_pattern(elements, config.columns);
  if (std::string note = start_base_note(table, outcome.kept, config.columns); !note.empty()) {
    lines.notes.push_back(std::move(note));
  }
  for (const std::string& note : lines.notes) {
    stage.note(note);
  }
  stage.count("blank_rows", lines.blank_end);
  add_findings(findings, std::move(more));
  if (!comparison.warning.empty()) {
    findings.push_back({"standard_error_rule", comparison.warning});
  }
  if (!unmatched.empty()) {
    findings.push_back({"group_pattern", unmatched});
  }
  tell(findings, config.strict, stage);
  write_outputs({.table_name = table_names(files),
                 .config = config,
                 .table = table,
                 .malformed = malformed,
                 .plan = plan,
                 .rules = rules,
                 .outcome = outcome,
                 .comparison = comparison,
                 .replicates = replicates,
                 .duplicates = duplicates,
                 .merged_duplicates = static_cast<std::int64_t>(merged.merged.size()),
                 .elements = elements,
                 .findings = findings,
                 .ascending_before = before,
                 .ascending_after = after},
                rejections, stage);
}

}  // namespace cre
