#pragma once
// The learning rate of each step.

#include <cstdint>

#include "training/train_config.h"

namespace cre {

/// Linear from start * peak (step 0) to the peak over the first round(warmup * steps) steps, then half a cosine
/// (Loshchilov & Hutter 2017) from the peak to min_learning_rate at the last step. step: 0 .. steps - 1.
double learning_rate(const ScheduleConfig& schedule, double peak, std::int64_t step, std::int64_t steps);

}  // namespace cre
