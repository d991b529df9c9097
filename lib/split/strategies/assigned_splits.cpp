#include "split/strategies/assigned_splits.h"

#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "split/strategies/chromosome_split.h"
#include "split/strategies/predefined_split.h"
#include "split/strategies/random_split.h"

namespace cre {

namespace {

/// A published split, but for the groups that the base run tests.
std::vector<Split> without_tested(std::vector<Split> splits, const std::vector<bool>& tested) {
  for (std::size_t row = 0; row < tested.size(); ++row) {
    splits[row] = tested[row] ? Split::test : splits[row];
  }
  return splits;
}

std::vector<Split> by_chromosome(const GroupedElements& by_group, const SplitConfig& config, StageRun& stage) {
  ChromosomeSplit found = chromosome_split(by_group.elements, by_group.group, config);
  if (found.unplaced > 0) {
    stage.warn(concat(grouped(found.unplaced), " of ", counted(by_group.elements.rows(), "row"),
                      " without a chromosome: for training, unless their group is not"));
  }
  if (found.followed > 0) {
    stage.warn(concat(counted(found.followed, "row"), " in a stricter split than that of their chromosome, with the ",
                      "rest of their group"));
  }
  return std::move(found.split);
}

AssignedSplits by_folds(const GroupedElements& by_group, const SplitConfig& config, const std::vector<bool>& tested,
                        StageRun& stage) {
  FoldSplit found = fold_split(by_group, config, tested);
  if (found.never_tested > 0) {
    stage.warn(concat(grouped(found.never_tested), " of ", counted(by_group.elements.rows(), "row"),
                      " are tested in no fold: their chromosome is none of split.chromosomes.folds"));
  }
  if (found.followed > 0) {
    stage.warn(concat(counted(found.followed, "row"),
                      " tested in the fold of another chromosome than theirs, with the ", "rest of their group"));
  }
  return {std::move(found.split), std::move(found.folds)};
}

}  // namespace

AssignedSplits assigned_splits(const GroupedElements& by_group, const SplitConfig& config,
                               const std::optional<BaseDecision>& base, StageRun& stage) {
  const std::vector<bool> tested = base ? base->tested() : std::vector<bool>{};
  switch (config.strategy) {
    case SplitStrategy::random:
      return {random_split(by_group, config, tested), {}};
    case SplitStrategy::kfold:
    case SplitStrategy::leave_one_chromosome_out:
      return by_folds(by_group, config, tested, stage);
    case SplitStrategy::chromosome:
      return {without_tested(by_chromosome(by_group, config, stage), tested), {}};
    case SplitStrategy::predefined:
      return {without_tested(predefined_split(by_group.elements, config.values), tested), {}};
    case SplitStrategy::extend:
      if (!base) {
        fail(ErrorKind::usage,
             "split.strategy: extend needs --base-elements and --base-split, the files of the run "
             "whose split is kept");
      }
      return {extended_split(base->followed), {}};
    case SplitStrategy::automatic:
      break;
  }
  fail(ErrorKind::internal, "split.strategy is resolved before rows are assigned");
}

}  // namespace cre
