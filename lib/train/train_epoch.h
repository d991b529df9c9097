#pragma once
// One pass over the training rows, step after step; it can begin at any step.

#include <cstdint>
#include <functional>
#include <vector>

#include <nlohmann/json.hpp>

#include "train/step/train_step.h"

namespace cre {

/// What is known of an epoch under way: part of a checkpoint, so that an epoch goes on where it was.
struct EpochSummary {
  std::int64_t steps = 0;    // done
  std::int64_t visits = 0;   // of the steps that were not skipped
  double loss = 0.0;         // mean over visits, with augmentation and dropout, all parts together
  double consistency = 0.0;  // its parts, before their weights
  double motif_loss = 0.0;
  double gradient_norm = 0.0;        // mean over visits, before clipping
  double learning_rate = 0.0;        // of the last step
  std::vector<double> task_weights;  // (K) of the last step
  double seconds = 0.0;              // of the epoch so far, without validation; varies between equal runs
  double network_seconds = 0.0;      // of these, in forward, loss, backward and optimizer

  nlohmann::json state() const;
  void restore(const nlohmann::json& state);
};

/// Trains from step `summary.steps` to the end of the epoch (1, 2, ...). `after_step` is called with the number of
/// visits of each finished step, when `summary` and the state are those after it; what it throws ends the epoch.
/// Throws input when too many steps in a row, or all of the epoch, were skipped.
void train_epoch(TrainingState state, const TrainingData& data, const TrainConfig& config, at::ScalarType dtype,
                 std::int64_t epoch, EpochSummary& summary, const std::function<void(std::int64_t)>& after_step);

}  // namespace cre
