#pragma once
// Parameters of kernels as curve.cu and activation.cu declare them.

#include <cstdint>

#include "layers/dropout.h"
#include "layers/gpu/activation.h"

namespace cre::gpu {

struct BeforeArguments {
  void *residual, *factor, *shift;
};

inline BeforeArguments arguments(const Before& before) {
  return {address(before.residual), address(before.factor), address(before.shift)};
}

struct DropArguments {
  std::uint64_t seed, step;
  std::uint32_t layer, threshold;
  float scale;
};

inline DropArguments arguments(const DropoutMask& mask) {
  return {mask.seed, mask.step, mask.layer, mask.threshold, static_cast<float>(mask.scale())};
}

struct Windows {
  unsigned length, pooled, window;
};

inline Windows windows_of(std::int64_t length, std::int64_t pooled, std::int64_t window) {
  return {static_cast<unsigned>(length), static_cast<unsigned>(pooled), static_cast<unsigned>(window)};
}

}  // namespace cre::gpu
