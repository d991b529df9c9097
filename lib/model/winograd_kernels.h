#pragma once
// The transformations of model/winograd.h, one pass over memory each. Compiled for several instruction sets, chosen
// when the program starts. No LibTorch in here.

#include <array>
#include <cstddef>

namespace cre::kernels {

/// The four combinations of four inputs d: d0 - d2, d1 + d2, d2 - d1, d1 - d3, each of `channels` values.
void winograd_inputs(const std::array<const float*, 4>& d, const std::array<float*, 4>& out, std::size_t channels);

struct WinogradEpilogue {
  const float* bias;                              // (channels)
  const float *first_residual, *second_residual;  // (channels) or null
  float slope;                                    // of LeakyReLU; 1 leaves values as they are
};

/// first = leaky_relu(m0 + m1 + m2 + bias + residual), second = leaky_relu(m1 - m2 - m3 + bias + residual);
/// second may be null.
void winograd_outputs(const std::array<const float*, 4>& m, const WinogradEpilogue& epilogue, float* first,
                      float* second, std::size_t channels);

}  // namespace cre::kernels
