#pragma once
// One optimizer step: forward, loss, backward, clip, Adam.

#include <cstdint>
#include <functional>
#include <span>

#include "train/config/train_config.h"
#include "train/data/training_data.h"
#include "train/step/learner.h"

namespace cre {

struct StepPlace {
  std::int64_t epoch = 1;  // 1, 2, ...
  double learning_rate = 0.0;
  at::ScalarType dtype = at::kFloat;
};

/// All scalars are means over the batch.
struct StepResult {
  bool skipped = false;          // loss or gradient were not finite: nothing was changed
  double loss = 0.0;             // everything together
  double consistency = 0.0;      // mean difference between strands, unweighted; 0 when it is not asked for
  double motif_loss = 0.0;       // unweighted; 0 without the auxiliary head
  double gradient_norm = 0.0;    // before clipping
  at::Tensor task_weights;       // (K), as used, on the processor
  double network_seconds = 0.0;  // of forward, loss, backward and optimizer; varies between equal runs
};

/// What the rows of a step are, on the device; nothing in it depends on the steps before.
struct StepBatch {
  NetworkInput network;
  at::Tensor target, weight, motif_present;  // as in StepInputs
};

/// visits: the elements of the batch. Does not wait for what the device computes, unless the table is in main memory.
StepBatch step_batch(const Network& network, const TrainingData& data, const TrainConfig& config,
                     const StepPlace& place, std::span<const Visit> visits);

/// `meanwhile` is called while the device computes: to make the batch of the next step.
StepResult train_step(Learner& learner, const TrainConfig& config, const StepPlace& place, StepBatch batch,
                      const std::function<void()>& meanwhile);

/// One step of that batch alone.
StepResult train_step(Learner& learner, const TrainingData& data, const TrainConfig& config, const StepPlace& place,
                      std::span<const Visit> visits);

}  // namespace cre
