#pragma once
// Cross-validation: every group is tested in one of several folds. One call gives one fold.

#include <cstdint>
#include <string>
#include <vector>

#include "split/split_config.h"
#include "split/strategies/group_list.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

struct Fold {
  std::string name;       // "1", or the chromosome
  std::int64_t rows = 0;  // that it tests
  std::int64_t groups = 0;
};

struct FoldSplit {
  std::vector<Split> split;       // (N) of fold `config.fold`
  std::vector<Fold> folds;        // all
  std::int64_t never_tested = 0;  // rows that no fold tests: theirs is no chromosome of split.chromosomes.folds
  std::int64_t followed = 0;      // rows that are tested with their group in another fold than that of their chromosome
};

/// Strategy kfold: groups in drawn order, large ones first, to `config.folds` folds that are balanced as the splits of
/// random_split are. Strategy leave_one_chromosome_out: a fold for every chromosome of `config.chromosomes.folds`; a
/// group with rows on several is tested in the first of these folds.
/// Fold number `config.fold` tests, a share of `config.fractions.val` of all rows validates, drawn from the groups of
/// the others and balanced likewise; the rest trains. `tested` (N, or empty): whole groups to test instead of the
/// fold's. Throws input when there are fewer groups than folds, when a chromosome has no row and when a split gets
/// none.
FoldSplit fold_split(const GroupedElements& by_group, const SplitConfig& config, const std::vector<bool>& tested = {});

}  // namespace cre
