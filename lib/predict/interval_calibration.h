#pragma once
// Which rows prediction intervals are calibrated on, and the intervals of a set of predictions.

#include <vector>

#include "model/strand.h"
#include "predict/validation_rows.h"
#include "storage/predictions.h"

namespace cre {

class StageRun;

/// Fills low, high and intervals of `predictions`, made by members with these votes on these strands: from the
/// validation rows of the dataset (`own`) when all members were trained on it, else from those that they carry. Warns
/// where there are none, or too few for `alpha`.
void add_intervals(const std::vector<EnsembleMember>& members, const ValidationRows& own, Strands strands,
                   const std::vector<double>& votes, double alpha, Predictions& predictions, StageRun& stage);

}  // namespace cre
