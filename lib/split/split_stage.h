#pragma once
// The stage behind cre-split.

#include <filesystem>

#include "core/stage_run.h"
#include "split/split_config.h"

namespace cre {

/// Reads elements.h5, assigns every row to train, val or test, and writes split.h5, split_report.json, rows.tsv.gz.
void run_split(const SplitConfig& config, const std::filesystem::path& elements, StageRun& stage);

}  // namespace cre
