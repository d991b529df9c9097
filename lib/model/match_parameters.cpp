#include "model/match_parameters.h"

#include <cmath>
#include <initializer_list>
#include <optional>

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

// A width beyond what the settings allow would make a model that cannot be read back.
bool is_allowed(ModelConfig config) {
  ModelConfig read;
  try {
    ConfigView(read).read(ConfigView(config).dump(), "");
    return true;
  } catch (const Error&) {
    return false;
  }
}

// Nothing when a width leaves its range.
std::optional<Scaled> scaled(const ModelConfig& config, const NetworkShape& shape, const WidthScale& scale) {
  Scaled result{config, 0};
  result.config.match_parameters.reset();
  result.config.chosen().scale_widths(scale);
  if (!is_allowed(result.config)) {
    return std::nullopt;
  }
  result.parameters = build_empty_network(result.config, shape)->parameter_count();
  return result;
}

double relative_distance(std::int64_t parameters, std::int64_t target) {
  return std::abs(static_cast<double>(parameters) / static_cast<double>(target) - 1.0);
}

// The count grows with the factor, in steps; bisection ends at the step around the target. Starts from below, so that
// nothing is built that is many times larger than the target.
std::optional<Scaled> nearest(const ModelConfig& config, const NetworkShape& shape, std::int64_t alignment,
                              std::int64_t target) {
  double low = 1.0 / 64.0, high = 1.0 / 32.0;
  std::optional<Scaled> best;
  const auto too_small = [&](double factor) {
    std::optional<Scaled> tried = scaled(config, shape, {factor, alignment});
    if (!tried) {
      return false;
    }
    const bool below = tried->parameters < target;
    if (!best || relative_distance(tried->parameters, target) < relative_distance(best->parameters, target)) {
      best = std::move(tried);
    }
    return below;
  };
  while (high < 64.0 && too_small(high)) {
    low = high;
    high *= 2.0;
  }
  for (int i = 0; i < kBisections; ++i) {
    const double middle = std::sqrt(low * high);
    (too_small(middle) ? low : high) = middle;
  }
  return best;
}

}  // namespace

ModelConfig with_matched_parameters(const ModelConfig& config, const NetworkShape& shape) {
  if (!config.match_parameters) {
    return config;
  }
  const std::int64_t target = *config.match_parameters;
  ModelConfig unchanged = config;
  unchanged.match_parameters.reset();
  const std::int64_t present = build_empty_network(unchanged, shape)->parameter_count();
  if (relative_distance(present, target) <= kTolerance) {
    return unchanged;
  }
  std::int64_t closest = 0;
  for (const std::int64_t alignment : {16, 8, 4, 2, 1}) {
    const std::optional<Scaled> result = nearest(config, shape, alignment, target);
    if (!result) {
      continue;
    }
    if (relative_distance(result->parameters, target) <= kTolerance) {
      return result->config;
    }
    if (closest == 0 || relative_distance(result->parameters, target) < relative_distance(closest, target)) {
      closest = result->parameters;
    }
  }
  fail(ErrorKind::config, "model.match_parameters: ", target, " cannot be reached within 2 % by scaling the widths of ",
       config.chosen().name(), "; the nearest is ", closest);
}

}  // namespace cre
