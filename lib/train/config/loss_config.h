#pragma once
// The sections "train.loss" and "train.task_weights".

#include <cstdint>

#include "core/config.h"

namespace cre {

enum class LossKind { huber, mse, gaussian_nll, l1_kl };

struct LossConfig {
  LossKind kind = LossKind::huber;
  double delta = 1.0;
  double kl_weight = 5.0;
  double consistency = 0.0;
  double motif_weight = 0.1;

  /// Outputs of the network for each task: mean and log-variance for the Gaussian loss.
  std::int64_t outputs() const { return kind == LossKind::gaussian_nll ? 2 : 1; }
};

enum class TaskWeighting { equal, inverse_variance, uncertainty, gradnorm };

struct TaskWeightsConfig {
  TaskWeighting kind = TaskWeighting::equal;
  std::int64_t start_epochs = 5;
  double decay = 0.98;
  double cap = 2.0;
  double alpha = 1.5;
  std::int64_t every = 50;
  double rate = 0.025;
};

void describe(Description& d, LossConfig& c);
void describe(Description& d, TaskWeightsConfig& c);

}  // namespace cre
