#pragma once
// A convolution with plain weights that applies the activation before it writes its outputs: oneDNN's post-operations,
// reached through the operators that LibTorch has for its own compiler. Processor only, no gradients.

#include <array>
#include <cstdint>
#include <optional>

#include <torch/torch.h>

#include "model/activation.h"

namespace cre {

struct FusedConvolution {
  at::Tensor weight;  // packed, see pack()
  at::Tensor bias;    // (O) or undefined
  std::array<std::int64_t, 2> padding, dilation;
  std::int64_t groups;

  /// Can this build and processor do it?
  static bool is_available();

  /// weight: (O, I / groups, 1, k) in the numbers of the input, whose shape is x_shape; returns it in oneDNN's layout.
  static at::Tensor pack(const at::Tensor& weight, const std::array<std::int64_t, 2>& padding,
                         const std::array<std::int64_t, 2>& dilation, std::int64_t groups, at::IntArrayRef x_shape);

  /// activation(convolution(x)), or the convolution alone: (B, O, 1, L) channels-last.
  at::Tensor run(const at::Tensor& x, const std::optional<Activation>& activation) const;
};

}  // namespace cre
