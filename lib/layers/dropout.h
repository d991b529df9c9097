#pragma once
// Dropout from counters: whether a value is dropped depends on seed, step, layer and the value's position alone,
// never on threads or on what was drawn before. So training resumes exactly and no generator state is saved.
//
// Position e of a tensor (counted in memory order) lies in chunk e / 1024. A chunk takes 128 Philox blocks; block j
// gives eight 16-bit numbers h, and number h of block j decides position 128 h + j of the chunk. The blocks are those
// of RandomStream(RandomPurpose::dropout, seed, step, layer). A value is dropped when its number is below
// round(65536 p); the rest is divided by the exact share that is kept.

#include <cstdint>

#include "layers/torch.h"

namespace cre {

inline constexpr std::int64_t kDropoutChunk = 1024;

/// Which numbers a dropout layer draws, and how many values it drops.
struct DropoutMask {
  std::uint64_t seed = 0;
  std::uint64_t step = 0;
  std::uint32_t layer = 0;
  std::uint32_t threshold = 0;     ///< of 65536; 0 drops nothing
  at::Tensor step_on_device = {};  ///< int64 scalar, read instead of `step` where it is defined

  static DropoutMask of(double probability, std::uint64_t seed, std::uint64_t step, std::uint32_t layer);
  /// 1 / (share of values kept).
  float scale() const { return 65536.0F / static_cast<float>(65536U - threshold); }
};

/// The mask as a tensor, the same bits on every device: what tests compare kernels with, and what computes where there
/// are none. Takes the number of values; returns bool (count), true = kept.
at::Tensor dropout_keep(const DropoutMask& mask, std::int64_t count, const at::Device& device);

}  // namespace cre
