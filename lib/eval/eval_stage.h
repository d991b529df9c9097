#pragma once
// cre-eval: how good are these predictions?

#include <filesystem>

#include "core/stage_run.h"
#include "eval/eval_config.h"

namespace cre {

/// Reads predictions.h5, writes metrics.json, bootstrap.h5, tables/table1.tsv, tables/acceptance.tsv and
/// tables/scatter.tsv. Throws input when the split has fewer than three (measured) rows, integrity or io.
void run_eval(const EvalConfig& config, const std::filesystem::path& predictions, StageRun& stage);

}  // namespace cre
