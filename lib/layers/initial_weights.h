#pragma once
// Initial weights from counter-based random numbers: the same for every machine, device and LibTorch version.

#include <cstdint>

#include "layers/torch.h"

namespace cre {

/// How a layer starts. fan_in and fan_out: inputs (per group) and outputs times the width of the kernel.
enum class InitialWeights {
  kaiming_fan_out,  ///< normal, variance 2 / (1 + slope^2) / fan_out (He et al. 2015), biases 0
  xavier_uniform,   ///< uniform within sqrt(6 / (fan_in + fan_out)) (Glorot & Bengio 2010), biases 0
  fan_in_uniform,   ///< uniform within 1 / sqrt(fan_in), biases too: PyTorch's default
  fan_in_normal,    ///< normal with the variance of fan_in_uniform, 1 / (3 fan_in), biases 0
  branch_uniform,   ///< uniform within sqrt(1.5 / (in out)), biases within 1 / sqrt(in out): branches of Malinois
};

struct StartValues {
  at::Tensor weight, bias;  // float32
};

/// Hands out the initial values of a network under construction: layer after layer, in order of declaration.
class WeightSource {
 public:
  explicit WeightSource(std::uint64_t seed) : seed_(seed) {}

  /// For networks whose weights are loaded or only counted: tensors of the right shape without values.
  static WeightSource without_values();

  /// weight_shape: (O, I / groups, k) or (O, I); the bias is (O). `slope` is that of LeakyReLU, for Kaiming.
  StartValues start(InitialWeights kind, at::IntArrayRef weight_shape, double slope);
  bool has_values() const { return with_values_; }

 private:
  at::Tensor normal(at::IntArrayRef shape, double deviation);
  at::Tensor uniform(at::IntArrayRef shape, double bound);

  std::uint64_t seed_;
  std::uint64_t layer_ = 0;
  bool with_values_ = true;
};

}  // namespace cre
