#pragma once
// Which rows prediction intervals are calibrated on, and the intervals of a set of predictions.

#include <vector>

#include "model/strand.h"
#include "storage/model_file.h"
#include "storage/predictions.h"

namespace cre {

class StageRun;

/// Fills low, high and intervals of `predictions`, made by `models` on these strands: from the validation rows of the
/// dataset when all models were trained on it, else from those that the models carry. Warns where there are none, or
/// too few for `alpha`.
void add_intervals(const std::vector<ModelFile>& models, Strands strands, double alpha, Predictions& predictions,
                   StageRun& stage);

}  // namespace cre
