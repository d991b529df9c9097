#pragma once
// Functions compiled for several instruction sets, the best of which is chosen when the program starts.

#include <bit>
#include <cstdint>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CRE_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CRE_CLONES
#endif
// Bodies are inlined into the clones, so that each clone compiles them for its own instruction set.
#define CRE_INLINE [[gnu::always_inline]] inline

namespace cre::kernels {

// Numbers of tensors: float, and the bits of bfloat16.
CRE_INLINE float load(float value) {
  return value;
}
CRE_INLINE float load(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
}

CRE_INLINE void store(float& out, float value) {
  out = value;
}
// Round to nearest even; a NaN stays a NaN.
CRE_INLINE void store(std::uint16_t& out, float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U;
  out = static_cast<std::uint16_t>(value != value ? 0x7FC0U : rounded);
}

CRE_INLINE float leaky(float value, float slope) {
  return value > 0.0F ? value : value * slope;
}

}  // namespace cre::kernels
