#include "split/split_stage.h"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "core/text.h"
#include "split/base_split.h"
#include "split/groups.h"
#include "split/leakage_check.h"
#include "split/predefined_split.h"
#include "split/random_split.h"
#include "split/split_report.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

namespace {

using FollowedSplits = std::vector<std::optional<Split>>;

/// What the base run decided, and how many of its test rows are here: for the report.
struct BaseDecision {
  FollowedSplits own;       // (N) of the row itself
  FollowedSplits followed;  // (N) of its group
  std::size_t test_rows = 0;
};

BaseDecision decision_of_base(const Elements& elements, const std::vector<std::int64_t>& groups, const BaseRun& base,
                              StageRun& stage) {
  const std::string elements_sha256 = stage.artifact_input("base_elements", base.elements);
  stage.artifact_input("base_split", base.split);
  const SplitAssignment assignment = load_split(base.split);
  if (assignment.elements_sha256 != elements_sha256) {
    fail(ErrorKind::integrity, base.split, ": was made from other elements (SHA-256 ", assignment.elements_sha256,
         ") than ", base.elements, " (", elements_sha256, "); use elements and split of the same run");
  }
  BaseDecision decision;
  decision.own = splits_in_base(elements, load_elements(base.elements), assignment);
  if (std::none_of(decision.own.begin(), decision.own.end(), [](const auto& split) { return split.has_value(); })) {
    fail(ErrorKind::integrity, base.elements,
         ": has no element id in common with the elements to be split; are both of "
         "the same table?");
  }
  decision.followed = follow_groups(groups, decision.own);
  decision.test_rows =
      static_cast<std::size_t>(std::count(assignment.split.begin(), assignment.split.end(), Split::test));
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

std::vector<Split> assigned_splits(const Elements& elements, const std::vector<std::int64_t>& groups,
                                   const SplitConfig& config, const std::optional<BaseDecision>& base) {
  const std::vector<bool> tested = base ? tested_rows(base->followed) : std::vector<bool>{};
  switch (config.strategy) {
    case SplitStrategy::random:
      return random_split(elements, groups, config, tested);
    case SplitStrategy::predefined:
      return without_tested(predefined_split(elements), tested);
    case SplitStrategy::extend:
      if (!base) {
        fail(ErrorKind::usage,
             "split.strategy: extend needs --base-elements and --base-split, the files of the run "
             "whose split is kept");
      }
      return extended_split(base->followed);
  }
  fail(ErrorKind::internal, "a split strategy without a case");
}

/// How the split here differs from that of the base run.
nlohmann::json base_report(const BaseDecision& base, const std::vector<Split>& splits) {
  std::int64_t known = 0, moved = 0, tested = 0;
  for (std::size_t row = 0; row < splits.size(); ++row) {
    if (base.own[row]) {
      ++known;
      moved += *base.own[row] != splits[row] ? 1 : 0;
      tested += *base.own[row] == Split::test ? 1 : 0;
    }
  }
  return {{"rows", known},
          {"new_rows", static_cast<std::int64_t>(splits.size()) - known},
          {"moved_rows", moved},
          {"test_rows", tested},
          {"missing_test_rows", static_cast<std::int64_t>(base.test_rows) - tested}};
}

}  // namespace

void run_split(const SplitConfig& config, const std::filesystem::path& elements_file, const BaseRun& base,
               StageRun& stage) {
  if (base.elements.empty() != base.split.empty()) {
    fail(ErrorKind::usage, "--base-elements and --base-split go together; one of them is missing");
  }
  SplitAssignment assignment;
  assignment.elements_sha256 = stage.artifact_input("elements", elements_file);
  const Elements elements = load_elements(elements_file);
  assignment.group = group_rows(elements, config);
  std::optional<BaseDecision> decision;
  if (!base.elements.empty()) {
    decision = decision_of_base(elements, assignment.group, base, stage);
  }
  assignment.split = assigned_splits(elements, assignment.group, config, decision);
  check_groups_stay_together(elements, assignment.group, assignment.split);
  check_sequences_stay_together(elements, assignment.split, config);

  nlohmann::json report = split_report(elements, assignment, config);
  if (decision) {
    report["base"] = base_report(*decision, assignment.split);
  }
  if (decision && report.at("base").at("missing_test_rows").get<std::int64_t>() > 0) {
    stage.warn(concat(report.at("base").at("missing_test_rows").get<std::int64_t>(), " test rows of ", base.split,
                      " are not among these elements"));
  }
  for (const auto& warning : report.at("warnings")) {
    stage.warn(warning.get<std::string>());
  }
  save_split(stage.output("split", "split.h5"), assignment);
  write_text_file(stage.output("report", "split_report.json"), pretty_json(report));
  write_gzip_file(stage.output("rows", "rows.tsv.gz"), rows_table(elements, assignment, stage.threads()));

  stage.seed("split", static_cast<std::uint64_t>(config.seed));
  stage.count("rows", static_cast<std::int64_t>(elements.rows()));
  std::string line = concat(elements.rows(), " rows:");
  for (const char* name : {"train", "val", "test"}) {
    const auto rows = report.at("splits").at(name).at("rows").get<std::int64_t>();
    stage.count(name, rows);
    line += concat(" ", name, " ", rows);
  }
  log_info(line);
}

}  // namespace cre
