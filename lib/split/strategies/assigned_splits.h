#pragma once
// The strategies: which split each row is in.

#include <optional>
#include <vector>

#include "core/stage_run.h"
#include "split/split_config.h"
#include "split/strategies/base_decision.h"
#include "split/strategies/fold_split.h"
#include "split/strategies/group_list.h"
#include "storage/split_assignment.h"

namespace cre {

struct AssignedSplits {
  std::vector<Split> split;  // (N)
  std::vector<Fold> folds;   // of strategies with folds
};

/// As `config.strategy`, resolved, says. Groups that `base` tests are tested here, too. Warns by `stage`.
AssignedSplits assigned_splits(const GroupedElements& by_group, const SplitConfig& config,
                               const std::optional<BaseDecision>& base, StageRun& stage);

}  // namespace cre
