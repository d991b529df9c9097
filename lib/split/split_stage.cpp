#include "split/split_stage.h"

#include <algorithm>
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
#include "split/reports/measured_splits.h"
#include "split/reports/split_report.h"
#include "split/reports/unused_by_split.h"
#include "split/strategies/base_split.h"
#include "split/strategies/chromosome_split.h"
#include "split/strategies/predefined_split.h"
#include "split/strategies/random_split.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

namespace {

using FollowedSplits = std::vector<std::optional<Split>>;

/// What the base run decided, of the elements and of their groups.
struct BaseDecision {
  BaseSplits elements;
  FollowedSplits followed;  // (N)
};

/// Lengths that differ leave ids to tell which element is which.
void check_comparable(const Elements& elements, const Elements& base, const std::filesystem::path& base_file) {
  const bool row_numbers = elements.ids_are_row_numbers || base.ids_are_row_numbers;
  if (elements.length != base.length && row_numbers) {
    fail(ErrorKind::integrity, base_file, ": has elements of ", base.length, " bases, here they have ", elements.length,
         ", and ids that are row numbers: nothing says which element is which; name an id column in qc.columns.id, or "
         "keep qc.length");
  }
}

void warn_of_matches(const BaseSplits& splits, const Elements& elements, const Elements& base, StageRun& stage) {
  const MatchCounts& matched = splits.matched;
  log_info(concat("elements of the base run: ", grouped(matched.sequence_and_id), " known by sequence and id, ",
                  grouped(matched.sequence), " by sequence, ", grouped(matched.id), " by id"));
  if (matched.id > 0) {
    stage.warn(concat(counted(matched.id, "element"), " with the id of an element of the base run but another sequence",
                      elements.length != base.length
                          ? concat(" (", base.length, " bases there, ", elements.length, " here)")
                          : std::string(),
                      ": in the split of that id as before"));
  }
}

BaseDecision decision_of_base(const Elements& elements, const std::vector<std::int64_t>& groups,
                              const SplitConfig& config, const BaseRun& base, StageRun& stage) {
  const std::string elements_sha256 = stage.artifact_input("base_elements", base.elements);
  stage.artifact_input("base_split", base.split);
  const SplitAssignment assignment = load_split(base.split);
  if (assignment.elements_sha256 != elements_sha256) {
    fail(ErrorKind::integrity, base.split, ": was made from other elements (SHA-256 ", assignment.elements_sha256,
         ") than ", base.elements, " (", elements_sha256, "); use elements and split of the same run");
  }
  const Elements base_elements = load_elements(base.elements);
  check_comparable(elements, base_elements, base.elements);
  BaseDecision decision;
  decision.elements = splits_in_base(elements, base_elements, assignment, config.both_strands, stage.threads());
  const FollowedSplits& own = decision.elements.own;
  if (std::none_of(own.begin(), own.end(), [](const auto& split) { return split.has_value(); })) {
    fail(ErrorKind::integrity, base.elements,
         ": has no element in common with those to be split, neither by sequence nor by id; are both of the same "
         "table?");
  }
  decision.followed = follow_groups(groups, decision.elements.bound);
  warn_of_matches(decision.elements, elements, base_elements, stage);
  return decision;
}

std::vector<bool> tested_rows(const FollowedSplits& followed) {
  std::vector<bool> tested;
  for (const std::optional<Split>& split : followed) {
    tested.push_back(split == Split::test);
  }
  return tested;
}

/// A published split, but for the groups that the base run tests.
std::vector<Split> without_tested(std::vector<Split> splits, const std::vector<bool>& tested) {
  for (std::size_t row = 0; row < tested.size(); ++row) {
    splits[row] = tested[row] ? Split::test : splits[row];
  }
  return splits;
}

std::vector<Split> by_chromosome(const Elements& elements, const std::vector<std::int64_t>& groups,
                                 const SplitConfig& config, StageRun& stage) {
  ChromosomeSplit found = chromosome_split(elements, groups, config.chromosomes);
  if (found.unplaced > 0) {
    stage.warn(concat(grouped(found.unplaced), " of ", counted(elements.rows(), "row"),
                      " without a chromosome: for training, unless their group is not"));
  }
  if (found.followed > 0) {
    stage.warn(concat(counted(found.followed, "row"), " in a stricter split than that of their chromosome, with the ",
                      "rest of their group"));
  }
  return std::move(found.split);
}

std::vector<Split> assigned_splits(const Elements& elements, const std::vector<std::int64_t>& groups,
                                   const SplitConfig& config, const std::optional<BaseDecision>& base,
                                   StageRun& stage) {
  const std::vector<bool> tested = base ? tested_rows(base->followed) : std::vector<bool>{};
  switch (config.strategy) {
    case SplitStrategy::random:
      return random_split(elements, groups, config, tested);
    case SplitStrategy::chromosome:
      return without_tested(by_chromosome(elements, groups, config, stage), tested);
    case SplitStrategy::predefined:
      return without_tested(predefined_split(elements, config.values), tested);
    case SplitStrategy::extend:
      if (!base) {
        fail(ErrorKind::usage,
             "split.strategy: extend needs --base-elements and --base-split, the files of the run "
             "whose split is kept");
      }
      return extended_split(base->followed);
    case SplitStrategy::automatic:
      break;
  }
  fail(ErrorKind::internal, "split.strategy is resolved before rows are assigned");
}

/// How the split here differs from that of the base run.
nlohmann::json base_report(const BaseSplits& base, const std::vector<Split>& splits) {
  std::int64_t known = 0, moved = 0;
  for (std::size_t row = 0; row < splits.size(); ++row) {
    if (base.own[row]) {
      ++known;
      moved += *base.own[row] != splits[row] ? 1 : 0;
    }
  }
  return {{"rows", known},
          {"new_rows", static_cast<std::int64_t>(splits.size()) - known},
          {"moved_rows", moved},
          {"test_rows", base.test_rows - base.missing_test_rows},
          {"missing_test_rows", base.missing_test_rows}};
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
  std::optional<BaseDecision> decision;
  if (!base.elements.empty()) {
    decision = decision_of_base(elements, assignment.group, config, base, stage);
  }
  assignment.split = assigned_splits(elements, assignment.group, config, decision, stage);
  check_groups_stay_together(elements, assignment.group, assignment.split);
  check_sequences_stay_together(elements, assignment.split, config);
  const std::vector<std::string> hardly_measured = check_measured_splits(elements, assignment.split);
  const LeakageAudit audit = audit_leakage(elements, assignment.split, config, stage.threads());
  assignment.train_neighbour = audit.neighbour;

  const SplitSummary summary = summarize_split(elements, assignment, config);
  nlohmann::json report = split_report(elements, assignment, config, summary);
  report["automatic"] = automatic;
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
  log_info(line);
}

}  // namespace cre
