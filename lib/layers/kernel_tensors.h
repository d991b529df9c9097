#pragma once
// Tensors as our own kernels see them: rows of channels.

#include <cstdint>
#include <optional>

#include "core/error.h"
#include "layers/torch.h"

namespace cre {

/// Those of the processor know float32 and bfloat16.
inline bool has_kernels(const at::Tensor& x) {
  return x.is_cpu() && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16);
}

/// (B, C, 1, L) with the channels of a position side by side, or (B, C); copies when they are not.
inline at::Tensor in_channel_order(const at::Tensor& x) {
  return x.dim() == 4 ? x.contiguous(at::MemoryFormat::ChannelsLast) : x.contiguous();
}

/// In channel order, on a GPU at an address of which 32 bytes can be read at once.
inline at::Tensor for_kernels(const at::Tensor& x) {
  constexpr std::uintptr_t alignment = 32;
  const at::Tensor ordered = in_channel_order(x);
  const bool aligned = !x.is_cuda() || reinterpret_cast<std::uintptr_t>(ordered.data_ptr()) % alignment == 0;
  return aligned ? ordered : ordered.clone();
}

/// As operations take what may be absent.
inline std::optional<at::Tensor> where_defined(const at::Tensor& x) {
  return x.defined() ? std::optional(x) : std::nullopt;
}

/// Calls body(a value of the type) for the two kinds of number that the processor's kernels know.
template <class Body>
void with_number_type(const at::Tensor& x, const Body& body) {
  if (x.scalar_type() == at::kBFloat16) {
    body(std::uint16_t{});
  } else {
    require(x.scalar_type() == at::kFloat, "kernels are for float32 and bfloat16");
    body(float{});
  }
}

template <class Number>
Number* data(const at::Tensor& x) {
  return static_cast<Number*>(x.data_ptr());
}

}  // namespace cre
