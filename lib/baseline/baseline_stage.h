#pragma once
// The stage cre-baseline: dataset.h5 in; predictions.h5, baseline.h5 and baseline.json out.

#include <filesystem>

#include "baseline/baseline_config.h"
#include "core/stage_run.h"

namespace cre {

/// Fits a linear model and predicts every row of the dataset with it, in its order. Throws what fit_baseline() throws.
void run_baseline(const BaselineConfig& config, const std::filesystem::path& dataset_file, StageRun& stage);

}  // namespace cre
