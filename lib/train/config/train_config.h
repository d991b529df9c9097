#pragma once
// The "train" section.

#include <cstdint>
#include <optional>
#include <string>

#include "core/config.h"
#include "model/device.h"
#include "train/config/early_stopping_config.h"
#include "train/config/loss_config.h"
#include "train/config/optimizer_config.h"
#include "train/data/sampling.h"

namespace cre {

struct AugmentationConfig {
  double reverse_complement = 0.5;
  double shift = 0.0;
  std::int64_t max_shift = 3;
  double mask = 0.0;
  double mixup_alpha = 0.0;
};

struct TrainConfig {
  std::int64_t seed = 1337;
  std::string device = "cpu";
  Precision precision = Precision::automatic;
  bool cuda_graph = true;
  std::optional<std::int64_t> epochs;
  std::int64_t batch = 256;
  LossConfig loss;
  TaskWeightsConfig task_weights;
  std::int64_t uniform_weight_epochs = 0;
  OptimizerConfig optimizer;
  ScheduleConfig schedule;
  SamplingConfig sampling;
  AugmentationConfig augmentation;
  EarlyStoppingConfig early_stopping;
  double weight_average = 0.0;
  std::int64_t max_skipped_steps = 25;
  double checkpoint_minutes = 15.0;
  std::int64_t resident_mib = 4096;

  /// `epochs`, or as many as the early-stopping preset allows.
  std::int64_t max_epochs() const { return epochs.value_or(resolved(early_stopping).max_epochs); }
  /// Passes of the network for each visit: consistency compares both strands.
  std::int64_t passes_per_visit() const { return loss.consistency > 0.0 ? 2 : 1; }
  /// Is validation predicted as the mean of both strands? Where training sees both.
  bool validates_both_strands() const { return augmentation.reverse_complement > 0.0 || sampling.both_strands; }
};

void describe(Description& d, AugmentationConfig& c);
void describe(Description& d, TrainConfig& c);

}  // namespace cre
