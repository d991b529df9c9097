#pragma once
// The "train" section.

#include <cstdint>
#include <string>

#include "core/config.h"
#include "model/device.h"
#include "training/loss_config.h"

namespace cre {

struct OptimizerConfig {
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 1e-4;
  double clip = 1.0;
};

struct ScheduleConfig {
  double warmup = 0.05;
  double start = 0.01;
  double min_learning_rate = 0.0;
};

struct AugmentationConfig {
  double reverse_complement = 0.5;
  double shift = 0.0;
  std::int64_t max_shift = 3;
  double mask = 0.0;
  double mixup_alpha = 0.0;
};

struct EarlyStoppingConfig {
  std::int64_t min_epochs = 20;
  std::int64_t patience = 12;
  double min_delta = 0.002;
};

struct TrainConfig {
  std::int64_t seed = 1337;
  std::string device = "cpu";
  Precision precision = Precision::automatic;
  std::int64_t epochs = 80;
  std::int64_t batch = 256;
  LossConfig loss;
  TaskWeightsConfig task_weights;
  OptimizerConfig optimizer;
  ScheduleConfig schedule;
  AugmentationConfig augmentation;
  EarlyStoppingConfig early_stopping;
};

void describe(Description& d, OptimizerConfig& c);
void describe(Description& d, ScheduleConfig& c);
void describe(Description& d, AugmentationConfig& c);
void describe(Description& d, EarlyStoppingConfig& c);
void describe(Description& d, TrainConfig& c);

}  // namespace cre
