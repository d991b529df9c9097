#pragma once
// Element weights on one scale for all tasks (qc.weight_scale: task).

#include "storage/measured_rows.h"

namespace cre {

/// Divides the weights of each task by their mean over its measured training rows: tasks with larger standard errors
/// then count as much as the others, and within a task the precise elements more than the others. Elsewhere than in
/// training rows nothing is fitted, as with the scaler.
void scale_weights(MeasuredRows& rows, std::size_t tasks);

}  // namespace cre
