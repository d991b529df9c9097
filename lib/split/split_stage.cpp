#include "split/split_stage.h"

#include <optional>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "core/text.h"
#include "split/audit/audit_report.h"
#include "split/audit/leakage_audit.h"
#include "split/audit/leakage_check.h"
#include "split/grouping/groups.h"
#include "split/reports/large_groups.h"
#include "split/reports/measured_splits.h"
#include "split/reports/split_report.h"
#include "split/reports/unused_by_split.h"
#include "split/strategies/assigned_splits.h"
#include "split/strategies/base_decision.h"
#include "split/strategies/group_list.h"
#include "split/strategies/training_subset.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

namespace {

/// How the split here differs from that of the base run. Training rows that are left out on purpose are not moved.
nlohmann::json base_report(const BaseSplits& base, const std::vector<Split>& splits) {
  std::int64_t known = 0, moved = 0;
  for (std::size_t row = 0; row < splits.size(); ++row) {
    if (base.own[row]) {
      ++known;
      moved += is_used(splits[row]) && *base.own[row] != splits[row] ? 1 : 0;
    }
  }
  return {{"rows", known},
          {"new_rows", static_cast<std::int64_t>(splits.size()) - known},
          {"moved_rows", moved},
          {"test_rows", base.test_rows - base.missing_test_rows},
          {"missing_test_rows", base.missing_test_rows}};
}

nlohmann::json folds_report(const std::vector<Fold>& folds, const SplitConfig& config) {
  if (folds.empty()) {
    return nullptr;
  }
  nlohmann::json list = nlohmann::json::array();
  for (const Fold& fold : folds) {
    list.push_back({{"name", fold.name}, {"rows", fold.rows}, {"groups", fold.groups}});
  }
  return {{"tested", config.fold_name(config.fold)}, {"folds", list}};
}

nlohmann::json matches_report(const MatchCounts& matched) {
  return {{"sequence_and_id", matched.sequence_and_id}, {"sequence", matched.sequence}, {"id", matched.id}};
}

/// What auto stands for, said and kept.
nlohmann::json chosen_by_auto(const SplitConfig& asked, const SplitConfig& config) {
  nlohmann::json chosen = nlohmann::json::array();
  std::string line;
  if (asked.strategy == SplitStrategy::automatic) {
    chosen.push_back("strategy");
    line = concat("split.strategy auto: ", strategy_name(config.strategy));
  }
  if (!asked.group_by) {
    chosen.push_back("group_by");
    std::vector<std::string> names;
    for (const GroupBy kind : config.grouped_by()) {
      names.push_back(group_by_name(kind));
    }
    line += concat(line.empty() ? "" : ", ", "split.group_by auto: ", join(names, " and "));
  }
  if (!line.empty()) {
    log_info(line);
  }
  return chosen;
}

void warn_of_missing_groups(const Elements& elements, const SplitConfig& config, StageRun& stage) {
  const std::size_t without = config.groups_by(GroupBy::column) ? rows_without_group(elements) : 0;
  if (without > 0) {
    stage.warn(concat(without, " of ", elements.rows(),
                      " rows without a value in the group column: each is a group of ",
                      "its own (split.missing_group: own), with equal sequences if rows are grouped by them"));
  }
}

}  // namespace

void run_split(const SplitConfig& asked, const std::filesystem::path& elements_file, const BaseRun& base,
               StageRun& stage) {
  if (base.elements.empty() != base.split.empty()) {
    fail(ErrorKind::usage, "--base-elements and --base-split go together; one of them is missing");
  }
  SplitAssignment assignment;
  assignment.elements_sha256 = stage.artifact_input("elements", elements_file);
  const Elements elements = load_elements(elements_file);
  const SplitConfig config = resolve_split_config(asked, elements);
  const nlohmann::json automatic = chosen_by_auto(asked, config);
  assignment.group = group_rows(elements, config, stage.threads());
  if (config.strategy == SplitStrategy::random) {
    check_fractions_possible(elements, assignment.group, config);
  }
  std::optional<BaseDecision> decision;
  if (!base.elements.empty()) {
    decision = decision_of_base(elements, assignment.group, config, base, stage);
  }
  const GroupedElements by_group(elements, assignment.group, config, stage.threads());
  AssignedSplits assigned = assigned_splits(by_group, config, decision, stage);
  assignment.split = std::move(assigned.split);
  check_groups_stay_together(elements, assignment.group, assignment.split);
  check_sequences_stay_together(elements, assignment.split, config);
  const std::size_t left_out = keep_training_fraction(by_group, config.train_fraction,
                                                      static_cast<std::uint64_t>(config.seed), assignment.split);
  const std::vector<std::string> hardly_measured = check_measured_splits(elements, assignment.split);
  const LeakageAudit audit = audit_leakage(elements, assignment.split, config, stage.threads());
  assignment.train_neighbour = audit.neighbour;

  const SplitSummary summary = summarize_split(elements, assignment, config);
  nlohmann::json report = split_report(elements, assignment, config, summary);
  report["automatic"] = automatic;
  report["folds"] = folds_report(assigned.folds, config);
  report["kin"] = kin_report(audit, elements, config);
  report["leakage"] = leakage_report(audit, config);
  if (decision) {
    report["base"] = base_report(decision->elements, assignment.split);
    report["base_known_by"] = matches_report(decision->elements.matched);
  }
  if (decision && decision->elements.missing_test_rows > 0) {
    stage.warn(concat(grouped(decision->elements.missing_test_rows),
                      " test rows of the base run are not among these elements"));
  }
  warn_of_missing_groups(elements, config, stage);
  for (const std::string& warning : large_group_warnings(elements, assignment.group, config)) {
    stage.warn(warning);
  }
  for (const std::string& warning : hardly_measured) {
    stage.warn(warning);
  }
  for (const std::string& warning : unused_by_split(config, elements)) {
    stage.warn(warning);
  }
  if (const std::string warning = kin_warning(audit, elements, config); !warning.empty()) {
    stage.warn(warning);
  }
  for (const std::string& warning : summary.warnings) {
    stage.warn(warning);
  }
  save_split(stage.output("split", "split.h5"), assignment);
  write_text_file(stage.output("report", "split_report.json"), pretty_json(report));
  write_gzip_file(stage.output("rows", "rows.tsv.gz"),
                  rows_table(elements, assignment, audit.neighbour_row, stage.threads()), stage.threads());

  stage.seed("split", static_cast<std::uint64_t>(config.seed));
  stage.count("rows", static_cast<std::int64_t>(elements.rows()));
  std::string line = concat(counted(elements.rows(), "row"), ":");
  for (const Split split : {Split::train, Split::val, Split::test}) {
    const std::int64_t rows = summary.rows.at(static_cast<std::size_t>(split));
    stage.count(split_name(split), rows);
    line += concat(" ", split_name(split), " ", grouped(rows));
  }
  if (left_out > 0) {
    line += concat(" unused ", grouped(left_out));
  }
  log_info(line);
}

}  // namespace cre
