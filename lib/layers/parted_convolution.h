#pragma once
// A convolution in training whose gradients by the weights are computed by each thread for a part of the batch. Where
// Winograd's filtering is faster (winograd.h), it computes the outputs and the gradients by the inputs.

#include <array>
#include <cstdint>

#include "layers/torch.h"

namespace cre {

struct ConvolutionGeometry {
  std::array<std::int64_t, 2> padding, dilation;
  std::int64_t groups;
};

/// As at::conv2d with stride 1: x (B, I, 1, L), weight (O, I / groups, 1, k), bias (O) or undefined.
at::Tensor parted_convolution(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                              const ConvolutionGeometry& geometry);

}  // namespace cre
