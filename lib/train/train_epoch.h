#pragma once
// One pass over the training rows, step after step; it can begin at any step.

#include <cstdint>
#include <functional>

#include "train/records/epoch_record.h"
#include "train/step/train_step.h"

namespace cre {

/// Trains from step `summary.steps` to the end of the epoch (1, 2, ...). `after_step` is called with the number of
/// visits of each finished step, when `summary` and the state are those after it; what it throws ends the epoch.
/// Throws input when too many steps in a row, or all of the epoch, were skipped.
void train_epoch(Learner& learner, const TrainingData& data, const TrainConfig& config, at::ScalarType dtype,
                 std::int64_t epoch, EpochSummary& summary, const std::function<void(std::int64_t)>& after_step);

}  // namespace cre
