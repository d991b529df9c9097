#pragma once
// The stage cre-predict: dataset.h5, one or more model.h5 and perhaps a baseline.h5 in, predictions.h5 out.

#include <filesystem>
#include <vector>

#include "core/stage_run.h"
#include "predict/predict_config.h"

namespace cre {

/// Predicts every row of the dataset, in its order. Several models form an ensemble, of which `baseline_file` (empty:
/// none) is a member more. Throws integrity when a model does not fit the dataset, usage when predict.with_baseline
/// asks for a baseline and there is none, input when weights are to be chosen and there are no validation rows.
void run_predict(const PredictConfig& config, const std::filesystem::path& dataset_file,
                 const std::vector<std::filesystem::path>& model_files, const std::filesystem::path& baseline_file,
                 StageRun& stage);

}  // namespace cre
