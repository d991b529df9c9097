#pragma once
// Everything that a training changes as it goes, and who owns it.

#include <cstdint>
#include <memory>

#include "model/network.h"
#include "train/config/train_config.h"
#include "train/step/adam.h"
#include "train/step/loss_scale.h"
#include "train/step/step_graph.h"
#include "train/step/task_weights.h"
#include "train/step/weight_average.h"

namespace cre {

/// Steps tried so far, of which some may have been skipped.
struct StepCounts {
  std::int64_t tried = 0;
  std::int64_t skipped = 0;
  std::int64_t skipped_in_a_row = 0;
};

/// One training in the making: the trainer, a benchmark or a test has one and hands it to each step; a checkpoint saves
/// it. train_step.h changes it.
struct Learner {
  /// Trains `trained` on the device where its weights are. `precision` is the resolved one.
  Learner(std::shared_ptr<Network> trained, const TrainConfig& config, Precision precision);

  std::shared_ptr<Network> network;
  TaskWeights task_weights;
  Adam optimizer;
  WeightAverage average;
  LossScale loss_scale;
  StepCounts counts;
  StepGraph graph;
};

}  // namespace cre
