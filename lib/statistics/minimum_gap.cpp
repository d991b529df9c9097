#include "statistics/minimum_gap.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cre {
namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();
constexpr double kLowest = -std::numeric_limits<double>::infinity();

}  // namespace

double target_minus_best_other(std::span<const double> activity, std::size_t target) {
  double best_other = kLowest;
  for (std::size_t task = 0; task < activity.size(); ++task) {
    if (std::isnan(activity[task])) {
      return kAbsent;
    }
    if (task != target) {
      best_other = std::max(best_other, activity[task]);
    }
  }
  return activity[target] - best_other;
}

double top1_minus_top2(std::span<const double> activity) {
  double first = kLowest, second = kLowest;
  for (const double value : activity) {
    if (std::isnan(value)) {
      return kAbsent;
    }
    second = std::max(second, std::min(first, value));
    first = std::max(first, value);
  }
  return first - second;
}

}  // namespace cre
