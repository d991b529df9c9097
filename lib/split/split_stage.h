#pragma once
// The stage that runs as cre-split.

#include <filesystem>

#include "core/stage_run.h"
#include "split/split_config.h"
#include "split/strategies/base_decision.h"

namespace cre {

/// Reads elements.h5, assigns every row to train, val or test, and writes split.h5, split_report.json, rows.tsv.gz.
/// With a base run, groups with rows that it tests are in the test split here, whatever the strategy.
void run_split(const SplitConfig& config, const std::filesystem::path& elements, const BaseRun& base, StageRun& stage);

}  // namespace cre
