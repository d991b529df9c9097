#pragma once
// What an optimizer step computes: forward, loss, backward, clip, Adam. Nothing in here reads a value on the host, and
// what differs from step to step comes in tensors, so that the whole can be recorded once and played again
// (training/step_graph.h).

#include <cstdint>
#include <vector>

#include "layers/forward_pass.h"
#include "model/network.h"
#include "train/config/train_config.h"
#include "train/step/adam.h"
#include "train/step/task_weights.h"

namespace cre {

/// All on the device of the network. Scalars have no dimension.
struct StepInputs {
  NetworkInput network;       // 2 B rows when the loss compares strands: those of the step, then their other strands
  at::Tensor target, weight;  // float32 (B, K), before mixup
  at::Tensor motif_present;   // float32 (B, M); undefined without the auxiliary head
  at::Tensor task_weight;     // float32 (K); undefined where they are learned
  at::Tensor learning_rate;   // scalar of Adam::rate_type()
  at::Tensor loss_scale;      // float32 scalar
  at::Tensor step;            // int64 scalar: number of the step, for the dropout masks
};

/// References to every tensor of those inputs that is there, in a fixed order.
std::vector<at::Tensor*> tensors_of(StepInputs& inputs);

struct StepOutputs {
  at::Tensor scalars;   // float32 (4 + K): loss, difference of strands, motif loss, norm of the gradient before
                        // clipping; weights of the tasks as used
  at::Tensor activity;  // float32 (B, K)
  at::Tensor target;    // float32 (B, K), mixed like the activity
  at::Tensor weight;    // float32 (B, K)
};

struct StepComputation {
  Network& network;
  Adam& optimizer;
  TaskWeights& task_weights;
  const TrainConfig& config;
  ForwardPass pass;
  bool balances_tasks = false;  // GradNorm has its turn

  /// The weights stay as they are when loss or gradient are not finite.
  StepOutputs run(const StepInputs& inputs) const;
};

}  // namespace cre
