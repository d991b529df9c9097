#pragma once
// One optimizer step: forward, loss, backward, clip, Adam.

#include <cstdint>
#include <span>

#include "model/network.h"
#include "training/adamw.h"
#include "training/task_weights.h"
#include "training/train_config.h"
#include "training/training_data.h"

namespace cre {

/// What a training changes as it goes.
struct TrainingState {
  Network& network;
  AdamW& optimizer;
  TaskWeights& task_weights;
};

struct StepPlace {
  std::int64_t epoch = 1;  // 1, 2, ...
  double learning_rate = 0.0;
  at::ScalarType dtype = at::kFloat;
};

/// All scalars are means over the batch.
struct StepResult {
  double loss = 0.0;           // everything together
  double consistency = 0.0;    // mean difference between strands, unweighted; 0 when it is not asked for
  double motif_loss = 0.0;     // unweighted; 0 without the auxiliary head
  double gradient_norm = 0.0;  // before clipping
  at::Tensor task_weights;     // (K), detached, as used
};

/// rows: indices of the elements of the batch in the dataset.
StepResult train_step(TrainingState state, const TrainingData& data, const TrainConfig& config, const StepPlace& place,
                      std::span<const std::int64_t> rows);

}  // namespace cre
