#include "train/step/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.h"

namespace cre {
namespace {

std::int64_t warmup_steps(const ScheduleConfig& schedule, const TrainingLength& length) {
  const double steps = schedule.warmup_epochs ? *schedule.warmup_epochs * static_cast<double>(length.steps_per_epoch)
                                              : schedule.warmup * static_cast<double>(length.steps());
  return std::llround(steps);
}

// done: 0 at the peak, 1 at the end.
double cosine(const ScheduleConfig& schedule, double peak, double done) {
  const double low = std::min(schedule.min_learning_rate, peak);
  return low + (peak - low) * 0.5 * (1.0 + std::cos(std::numbers::pi * std::min(1.0, done)));
}

}  // namespace

double learning_rate(const ScheduleConfig& schedule, ScheduleKind kind, double peak, std::int64_t step,
                     const TrainingLength& length) {
  const std::int64_t warmup = warmup_steps(schedule, length);
  if (step < warmup) {
    const double done = static_cast<double>(step) / static_cast<double>(warmup);
    return peak * (schedule.start + (1.0 - schedule.start) * done);
  }
  const std::int64_t done = step - warmup;
  switch (kind) {
    case ScheduleKind::cosine: {
      const std::int64_t last = std::max<std::int64_t>(1, length.steps() - 1 - warmup);
      return cosine(schedule, peak, static_cast<double>(done) / static_cast<double>(last));
    }
    case ScheduleKind::cosine_restarts:
      return cosine(schedule, peak,
                    static_cast<double>(done % schedule.restart_steps) / static_cast<double>(schedule.restart_steps));
    case ScheduleKind::constant:
      return peak;
    case ScheduleKind::of_preset:
      break;
  }
  fail(ErrorKind::internal, "a schedule without a kind");
}

}  // namespace cre
