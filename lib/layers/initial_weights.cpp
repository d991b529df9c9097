#include "layers/initial_weights.h"

#include <cmath>

#include "core/error.h"
#include "core/random.h"

namespace cre {

WeightSource WeightSource::without_values() {
  WeightSource source(0);
  source.with_values_ = false;
  return source;
}

at::Tensor WeightSource::normal(at::IntArrayRef shape, double deviation) {
  RandomStream stream(RandomPurpose::initial_weights, seed_, layer_++);
  at::Tensor values = at::empty(shape, at::kFloat);
  float* data = values.data_ptr<float>();
  for (std::int64_t i = 0; i < values.numel(); ++i) {
    data[i] = static_cast<float>(deviation * stream.normal());
  }
  return values;
}

at::Tensor WeightSource::uniform(at::IntArrayRef shape, double bound) {
  RandomStream stream(RandomPurpose::initial_weights, seed_, layer_++);
  at::Tensor values = at::empty(shape, at::kFloat);
  float* data = values.data_ptr<float>();
  for (std::int64_t i = 0; i < values.numel(); ++i) {
    data[i] = static_cast<float>(bound * (2.0 * stream.uniform() - 1.0));
  }
  return values;
}

StartValues WeightSource::start(InitialWeights kind, at::IntArrayRef weight_shape, double slope) {
  const std::int64_t outputs = weight_shape[0];
  if (!with_values_) {
    return {at::empty(weight_shape, at::kFloat), at::empty({outputs}, at::kFloat)};
  }
  const auto kernel = static_cast<double>(weight_shape.size() > 2 ? weight_shape[2] : 1);
  const double fan_in = static_cast<double>(weight_shape[1]) * kernel;
  const double fan_out = static_cast<double>(outputs) * kernel;
  const at::Tensor zeros = at::zeros({outputs});
  switch (kind) {
    case InitialWeights::kaiming_fan_out:
      return {normal(weight_shape, std::sqrt(2.0 / (1.0 + slope * slope) / fan_out)), zeros};
    case InitialWeights::xavier_uniform:
      return {uniform(weight_shape, std::sqrt(6.0 / (fan_in + fan_out))), zeros};
    case InitialWeights::fan_in_uniform: {
      const double bound = 1.0 / std::sqrt(fan_in);
      const at::Tensor weight = uniform(weight_shape, bound);
      return {weight, uniform({outputs}, bound)};
    }
    case InitialWeights::fan_in_normal:
      return {normal(weight_shape, std::sqrt(1.0 / (3.0 * fan_in))), zeros};
    case InitialWeights::branch_uniform: {
      const at::Tensor weight = uniform(weight_shape, std::sqrt(1.5 / (fan_in * fan_out)));
      return {weight, uniform({outputs}, 1.0 / std::sqrt(fan_in * fan_out))};
    }
  }
  fail(ErrorKind::internal, "unknown initial weights");
}

}  // namespace cre
