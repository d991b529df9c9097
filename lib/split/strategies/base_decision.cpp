#include "split/strategies/base_decision.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include "core/error.h"
#include "core/log.h"
#include "core/text.h"

namespace cre {

namespace {

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

}  // namespace

BaseDecision decision_of_base(const Elements& elements, const std::vector<std::int64_t>& groups,
                              const SplitConfig& config, const BaseRun& base, StageRun& stage) {
  const std::string elements_sha256 = stage.artifact_input("base_elements", base.elements);
  stage.artifact_input("base_split", base.split);
  SplitAssignment assignment = load_split(base.split);
  if (assignment.elements_sha256 != elements_sha256) {
    fail(ErrorKind::integrity, base.split, ": was made from other elements (SHA-256 ", assignment.elements_sha256,
         ") than ", base.elements, " (", elements_sha256, "); use elements and split of the same run");
  }
  // What a learning curve leaves out is training material.
  std::replace(assignment.split.begin(), assignment.split.end(), Split::unused, Split::train);
  const Elements base_elements = load_elements(base.elements);
  check_comparable(elements, base_elements, base.elements);
  BaseDecision decision;
  decision.elements = splits_in_base(elements, base_elements, assignment, config.both_strands, stage.threads());
  const std::vector<std::optional<Split>>& own = decision.elements.own;
  if (std::none_of(own.begin(), own.end(), [](const auto& split) { return split.has_value(); })) {
    fail(ErrorKind::integrity, base.elements,
         ": has no element in common with those to be split, neither by sequence nor by id; are both of the same "
         "table?");
  }
  decision.followed = follow_groups(groups, decision.elements.bound);
  warn_of_matches(decision.elements, elements, base_elements, stage);
  return decision;
}

std::vector<bool> BaseDecision::tested() const {
  std::vector<bool> tested;
  for (const std::optional<Split>& split : followed) {
    tested.push_back(split == Split::test);
  }
  return tested;
}

}  // namespace cre
