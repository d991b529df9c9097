#pragma once
// The learning rate of each step.

#include <cstdint>

#include "train/config/optimizer_config.h"

namespace cre {

/// How long a training may be.
struct TrainingLength {
  std::int64_t steps_per_epoch = 1;
  std::int64_t epochs = 1;

  std::int64_t steps() const { return steps_per_epoch * epochs; }
};

/// Linear from start * peak (step 0) to the peak over the first round(warmup * steps) steps; after them, by kind: half
/// a cosine (Loshchilov & Hutter 2017) from the peak to min_learning_rate at the last step, cosines of restart_steps
/// steps, or the peak. kind must be resolved. step: 0 .. steps - 1.
double learning_rate(const ScheduleConfig& schedule, ScheduleKind kind, double peak, std::int64_t step,
                     const TrainingLength& length);

}  // namespace cre
