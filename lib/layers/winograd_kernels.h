#pragma once
// The transformations of model/winograd.h, over all channels of one tile. Compiled for several instruction sets. No
// LibTorch in here.

#include <array>
#include <cstddef>

namespace cre::kernels {

constexpr std::size_t kWinogradOutputs = 4;   ///< positions that a tile computes
constexpr std::size_t kWinogradProducts = 6;  ///< positions that it reads, and products for each pair of channels
/// The transformation is an interpolation at 0, +-kWinogradNear, +-kWinogradFar and infinity: numbers whose squares are
/// exact, with rounding errors a third smaller than those of the 1 and 2 of the literature.
constexpr float kWinogradNear = 0.75F, kWinogradFar = 1.5F;

/// in[p]: (channels), the inputs at the tile's positions; out: (6, channels).
void winograd_inputs(const std::array<const float*, kWinogradProducts>& in, float* out, std::size_t channels);

/// products: (6, channels). out[p] = leaky_relu(result[p] + bias + residual[p]), each (channels) and memory of its own;
/// residual[0] may be null: no residual.
struct WinogradOutputs {
  std::array<float*, kWinogradOutputs> out;
  std::array<const float*, kWinogradOutputs> residual;
  const float* bias;
  float slope;
};
void winograd_outputs(const float* products, const WinogradOutputs& outputs, std::size_t channels);

}  // namespace cre::kernels
