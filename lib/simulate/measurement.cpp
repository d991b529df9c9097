#include "simulate/measurement.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cre {
namespace {

constexpr double kSpread = 0.25;         // SD of log standard error between measurements
constexpr double kActivityShare = 0.08;  // relative growth of the standard error per l2fc
constexpr double kLowestError = 0.02, kHighestError = 0.49;

double round_to_table(double value) {
  return std::round(value * 1e4) / 1e4;
}

}  // namespace

Measurement measure(const TaskValues& truth, double noise, RandomStream& random) {
  Measurement result{};
  for (std::size_t task = 0; task < kSimulatedTasks; ++task) {
    const double error = noise * std::exp(kSpread * random.normal()) * (1.0 + kActivityShare * std::fabs(truth[task]));
    measure_task(result, task, truth[task], std::clamp(error, kLowestError, kHighestError), random);
  }
  return result;
}

void measure_task(Measurement& measurement, std::size_t task, double truth, double standard_error,
                  RandomStream& random) {
  measurement.standard_error[task] = round_to_table(standard_error);
  measurement.activity[task] = round_to_table(truth + standard_error * random.normal());
}

double min_gap(const TaskValues& activity, std::size_t target) {
  double best_other = -std::numeric_limits<double>::infinity();
  for (std::size_t task = 0; task < kSimulatedTasks; ++task) {
    if (task != target) {
      best_other = std::max(best_other, activity[task]);
    }
  }
  return round_to_table(activity[target] - best_other);
}

}  // namespace cre
