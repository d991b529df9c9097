#pragma once
// What another run decided of these elements: the base of a variant, or the run that is extended.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/stage_run.h"
#include "split/split_config.h"
#include "split/strategies/base_split.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// Elements and split of the run that this one is compared with, or goes on from; both empty or both given.
struct BaseRun {
  std::filesystem::path elements, split;
};

/// Of the elements and of their groups.
struct BaseDecision {
  BaseSplits elements;
  std::vector<std::optional<Split>> followed;  // (N)

  /// (N) Is the group of a row tested there?
  std::vector<bool> tested() const;
};

/// Reads both files of the base run as inputs of the stage. Throws integrity when they do not belong together or have
/// no element in common with these.
BaseDecision decision_of_base(const Elements& elements, const std::vector<std::int64_t>& groups,
                              const SplitConfig& config, const BaseRun& base, StageRun& stage);

}  // namespace cre
