#include "model/initial_weights.h"

#include <cmath>

#include "core/random.h"

namespace cre {

at::Tensor WeightSource::normal(at::IntArrayRef shape, double deviation) {
  RandomStream stream(RandomPurpose::initial_weights, seed_, layer_++);
  const at::Tensor values = at::empty(shape, at::kFloat);
  float* data = values.data_ptr<float>();
  for (std::int64_t i = 0; i < values.numel(); ++i) {
    data[i] = static_cast<float>(deviation * stream.normal());
  }
  return values;
}

at::Tensor WeightSource::kaiming(at::IntArrayRef shape, double slope, std::int64_t fan) {
  return normal(shape, std::sqrt(2.0 / (1.0 + slope * slope) / static_cast<double>(fan)));
}

}  // namespace cre
