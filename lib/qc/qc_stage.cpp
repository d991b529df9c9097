#include "qc/qc_stage.h"

#include <algorithm>
#include <functional>
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
#include "qc/kept_elements.h"
#include "qc/length_plan.h"
#include "qc/merging/merge_duplicates.h"
#include "qc/merging/merge_replicates.h"
#include "qc/merging/replicate_agreement.h"
#include "qc/plausibility/plausibility.h"
#include "qc/qc_outputs.h"
#include "qc/reading/place_reader.h"
#include "qc/reading/read_tables.h"
#include "qc/reports/qc_report.h"
#include "qc/rules/apply_rules.h"
#include "qc/rules/rules.h"
#include "qc/usable_elements.h"

namespace cre {
namespace {

constexpr std::size_t kManyRows = 4'000'000;  // from here on memory counts more than some milliseconds

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
    const auto bases = static_cast<std::int64_t>(table.insert_length(row));
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

/// What is said of the elements before and after copies are merged, and of their values.
struct ElementFacts {
  DuplicateCounts duplicates;
  DuplicateMerge merged;
  std::vector<TaskShape> shapes;
  std::vector<Findings> of_values;
};

/// The distributions of the elements, beside those of the table.
void look_at_values(const KeptElements& elements, const QcConfig& config, const TableShape& before, unsigned threads,
                    ElementFacts& out) {
  const std::size_t tasks = elements.task_count();
  out.shapes.resize(tasks);
  out.of_values.resize(tasks);
  parallel_for(tasks, threads, [&](std::size_t task) {
    const auto look = [&](const ValueCounts& activity) {
      out.of_values[task] = value_findings(activity, config.tasks[task], config.plausibility);
    };
    out.shapes[task] = task_shape(values_of(elements), task, tasks, &before.tasks[task], look);
  });
}

}  // namespace

void run_qc(QcConfig config, const std::vector<std::filesystem::path>& files, StageRun& stage) {
  keep_freed_memory();
  const unsigned threads = stage.threads();
  const std::string where = files.size() == 1 ? files.front().string() : table_names(files);
  ParsedLines lines = read_inserts(files, config, stage);
  MeasuredTable& table = lines.table;
  if (table.rows() > kManyRows) {
    give_back_freed_memory();
  }
  const auto malformed = static_cast<std::int64_t>(lines.malformed.size());
  const std::int64_t read = malformed + static_cast<std::int64_t>(table.rows());
  const std::vector<std::string> sources = table.sources;

  const LengthPlan plan = plan_length(table, config);
  check_adjusted_lengths(plan, config);
  const std::vector<Rule> rules = make_rules({table, config, plan});
  const ReplicateMerge replicates = merge_replicates(table, config, rules, where);
  RuleOutcome outcome = apply_rules(rules, table, threads);
  log_lengths(table, outcome.kept, plan);
  Findings findings = header_findings(lines.malformed, config);
  if (!lines.malformed.empty()) {
    lines.notes.push_back(malformed_note(lines.malformed, sources));
  }
  Rejections rejections;

  // All that is said of the table, before the elements are taken from it.
  TableReport of_table;
  TableFindings table_said;
  Findings of_replicates;
  std::vector<double> reliability;
  const TableFacts facts = {config, table, plan, rules, outcome, replicates};
  // What takes longest comes first.
  std::vector<std::function<void()>> work = {
      [&] { table_said = table_findings(table, config, plan, rules, outcome, 1); }};
  for (auto& part : table_report_work(facts, of_table)) {
    work.push_back(std::move(part));
  }
  work.emplace_back([&] {
    rejections = in_table_order(Rejections(lines.malformed), rejections_by(rules, table, outcome));
    lines.malformed = {};
  });
  work.emplace_back([&] { reliability = replicate_reliability(table, config, replicates, outcome.kept); });
  work.emplace_back([&] { of_replicates = replicate_findings(table, config, replicates, outcome.kept); });
  parallel_run(work, threads);
  if (std::string note = start_base_note(table, outcome.kept, config.columns); !note.empty()) {
    lines.notes.push_back(std::move(note));
  }

  KeptElements elements = build_elements(std::move(table), outcome.kept, config, plan, threads);
  elements.replicate_reliability = std::move(reliability);
  const std::size_t kept = outcome.kept.size();
  outcome.kept = {};
  outcome.failed = {};
  ElementFacts said;
  said.duplicates = flag_duplicates(elements, threads);
  add_findings(findings, copy_findings(elements, config, threads));
  add_findings(findings, std::move(of_replicates));
  said.merged = merge_duplicates(elements, config);
  add_findings(findings, std::move(said.merged.findings));
  rejections = in_table_order(std::move(rejections), std::move(said.merged.merged));
  check_usable(elements, rejections, config, where, threads);
  look_at_values(elements, config, of_table.shape, threads, said);
  add_findings(findings, element_findings(std::move(table_said), elements, said.of_values, config, threads));
  if (const std::string& text = of_table.standard_errors.warning; !text.empty()) {
    findings.push_back({"standard_error_rule", text});
  }
  if (std::string text = apply_group_pattern(elements, config.columns); !text.empty()) {
    findings.push_back({"group_pattern", std::move(text)});
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
  const std::int64_t merged_rows = static_cast<std::int64_t>(kept - elements.rows());
  write_outputs({.table_name = table_names(files),
                 .config = config,
                 .read = read,
                 .malformed = malformed,
                 .plan = plan,
                 .rules = rules,
                 .counts = outcome.counts,
                 .duplicates = said.duplicates,
                 .merged_duplicates = merged_rows,
                 .elements = elements,
                 .shapes = said.shapes,
                 .findings = findings,
                 .of_table = of_table},
                rejections, sources, stage);
}

}  // namespace cre
