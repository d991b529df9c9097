#pragma once
// One pass over the training rows, step after step.

#include <cstdint>
#include <functional>
#include <vector>

#include "training/train_step.h"

namespace cre {

struct EpochSummary {
  double loss = 0.0;         // mean over rows, with augmentation and dropout, all parts together
  double consistency = 0.0;  // its parts, before their weights
  double motif_loss = 0.0;
  double gradient_norm = 0.0;        // mean over steps, before clipping
  double learning_rate = 0.0;        // of the last step
  std::vector<double> task_weights;  // (K) of the last step
};

/// epoch: 1, 2, .... `after_step` is called with the number of rows of each finished step; what it throws ends the
/// epoch. Throws input when the loss is no longer finite.
EpochSummary train_epoch(TrainingState state, const TrainingData& data, const TrainConfig& config, at::ScalarType dtype,
                         std::int64_t epoch, const std::function<void(std::int64_t)>& after_step);

}  // namespace cre
