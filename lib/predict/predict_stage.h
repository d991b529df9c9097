#pragma once
// The stage cre-predict: dataset.h5 and one or more model.h5 in, predictions.h5 out.

#include <filesystem>
#include <vector>

#include "core/stage_run.h"
#include "predict/predict_config.h"

namespace cre {

/// Predicts every row of the dataset, in its order. Several models form an ensemble. Throws integrity when a model
/// does not fit the dataset.
void run_predict(const PredictConfig& config, const std::filesystem::path& dataset_file,
                 const std::vector<std::filesystem::path>& model_files, StageRun& stage);

}  // namespace cre
