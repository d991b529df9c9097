// Scaling the widths of an architecture to a number of parameters.

#include <cmath>
#include <initializer_list>

#include "core/error.h"
#include "model/registry.h"

namespace cre {
namespace {

constexpr double kTolerance = 0.02;
constexpr int kBisections = 24;

struct Scaled {
  ModelConfig config;
  std::int64_t parameters;
};

Scaled scaled(const ModelConfig& config, const NetworkShape& shape, const WidthScale& scale) {
  Scaled result{config, 0};
  result.config.match_parameters.reset();
  result.config.chosen().scale_widths(scale);
  result.parameters = build_empty_network(result.config, shape)->parameter_count();
  return result;
}

double relative_distance(std::int64_t parameters, std::int64_t target) {
  return std::abs(static_cast<double>(parameters) / static_cast<double>(target) - 1.0);
}

// The count grows with the factor, in steps; bisection ends at the step around the target.
Scaled nearest(const ModelConfig& config, const NetworkShape& shape, std::int64_t multiple, std::int64_t target) {
  double low = 1.0 / 64.0, high = 1.0 / 32.0;
  Scaled best = scaled(config, shape, {1.0, multiple});
  // From below, so that nothing is built that is many times larger than the target.
  while (high < 64.0 && scaled(config, shape, {high, multiple}).parameters < target) {
    low = high;
    high *= 2.0;
  }
  for (int i = 0; i < kBisections; ++i) {
    const double middle = std::sqrt(low * high);
    Scaled tried = scaled(config, shape, {middle, multiple});
    (tried.parameters < target ? low : high) = middle;
    if (relative_distance(tried.parameters, target) < relative_distance(best.parameters, target)) {
      best = std::move(tried);
    }
  }
  return best;
}

}  // namespace

ModelConfig with_matched_parameters(const ModelConfig& config, const NetworkShape& shape) {
  if (!config.match_parameters) return config;
  const std::int64_t target = *config.match_parameters;
  std::int64_t closest = 0;
  for (const std::int64_t multiple : {16, 8, 4, 2, 1}) {
    Scaled result = nearest(config, shape, multiple, target);
    if (relative_distance(result.parameters, target) <= kTolerance) return result.config;
    if (closest == 0 || relative_distance(result.parameters, target) < relative_distance(closest, target)) {
      closest = result.parameters;
    }
  }
  fail(ErrorKind::config, "model.match_parameters: ", target, " cannot be reached within 2 % by scaling the widths of ",
       config.chosen().name(), "; the nearest is ", closest);
}

}  // namespace cre
