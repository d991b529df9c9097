#pragma once
// Initial weights from counter-based random numbers: the same for every machine, device and LibTorch version.

#include <cstdint>

#include <torch/torch.h>

namespace cre {

/// Hands out the random streams of a network under construction: layer after layer, in order of declaration.
class WeightSource {
 public:
  explicit WeightSource(std::uint64_t seed) : seed_(seed) {}

  /// Normal with mean 0 and the given standard deviation, float32.
  at::Tensor normal(at::IntArrayRef shape, double deviation);

  /// Kaiming normal (He et al. 2015) for LeakyReLU: deviation sqrt(2 / (1 + slope^2) / fan).
  at::Tensor kaiming(at::IntArrayRef shape, double slope, std::int64_t fan);

 private:
  std::uint64_t seed_;
  std::uint64_t layer_ = 0;
};

}  // namespace cre
