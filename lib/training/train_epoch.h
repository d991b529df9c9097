#pragma once
// One pass over the training rows: where forward, loss, backward, clip and the Adam step follow each other.

#include <cstdint>
#include <functional>

#include "model/network.h"
#include "training/adamw.h"
#include "training/train_config.h"
#include "training/training_data.h"

namespace cre {

struct EpochSummary {
  double loss = 0.0;           // mean over rows, with augmentation and dropout
  double gradient_norm = 0.0;  // mean over steps, before clipping
  double learning_rate = 0.0;  // of the last step
};

/// epoch: 1, 2, .... `after_step` is called with the number of rows of each finished step; what it throws ends the
/// epoch. Throws input when the loss is no longer finite.
EpochSummary train_epoch(Network& network, AdamW& optimizer, const TrainingData& data, const TrainConfig& config,
                         at::ScalarType dtype, std::int64_t epoch, const std::function<void(std::int64_t)>& after_step);

}  // namespace cre
