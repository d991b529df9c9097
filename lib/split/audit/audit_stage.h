#pragma once
// cre-split --audit: the leakage audit of anybody's split.

#include <filesystem>

#include "core/stage_run.h"
#include "split/split_config.h"

namespace cre {

/// Reads elements.h5 and a split of them (split.h5, or a table with columns id and split), writes leakage.json and
/// rows.tsv.gz, and prints a summary. Rows that are in one of the files only are counted, listed and left out.
void run_split_audit(const SplitConfig& config, const std::filesystem::path& elements,
                     const std::filesystem::path& split, StageRun& stage);

}  // namespace cre
