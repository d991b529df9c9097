#include "training/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cre {

double learning_rate(const ScheduleConfig& schedule, double peak, std::int64_t step, std::int64_t steps) {
  const std::int64_t warmup = std::llround(schedule.warmup * static_cast<double>(steps));
  if (step < warmup) {
    const double done = static_cast<double>(step) / static_cast<double>(warmup);
    return peak * (schedule.start + (1.0 - schedule.start) * done);
  }
  const std::int64_t length = std::max<std::int64_t>(1, steps - 1 - warmup);
  const double done = std::min(1.0, static_cast<double>(step - warmup) / static_cast<double>(length));
  const double low = std::min(schedule.min_learning_rate, peak);
  return low + (peak - low) * 0.5 * (1.0 + std::cos(std::numbers::pi * done));
}

}  // namespace cre
