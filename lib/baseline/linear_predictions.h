#pragma once
// What the linear model of baseline.h5 predicts for a dataset.

#include <filesystem>
#include <vector>

#include "baseline/linear_model.h"
#include "storage/dataset.h"

namespace cre {

/// Throws integrity when tasks, length of inserts or motifs are others than those of the dataset. `file` is that of the
/// model.
void check_linear_model_fits(const LinearModel& model, const std::filesystem::path& file, const Dataset& dataset);

/// (N, K) l2fc, in the order of the dataset's rows; equal for both strands. Throws integrity when the model has a
/// feature that its settings do not give.
std::vector<float> linear_predictions(const LinearModel& model, const Dataset& dataset, unsigned threads);

}  // namespace cre
