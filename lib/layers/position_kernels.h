#pragma once
// Loops over the positions of one element, (length, channels), for squeeze-and-excite and depthwise convolutions.
// Numbers are float or the bits of bfloat16; sums are kept in float.

#include <cstddef>
#include <cstdint>

namespace cre::kernels {

struct Positions {
  std::size_t length, channels;
};

/// sum[c] = sum of x over positions.
void sum_positions(const float* x, Positions size, float* sum);
void sum_positions(const std::uint16_t* x, Positions size, float* sum);

/// y[l][c] = value[c].
void spread(const float* value, Positions size, float* y);
void spread(const float* value, Positions size, std::uint16_t* y);

/// y[l][c] = x[l][c] gate[c].
void gate(const float* x, const float* gate, Positions size, float* y);
void gate(const std::uint16_t* x, const std::uint16_t* gate, Positions size, std::uint16_t* y);

/// Its gradients: grad_x[l][c] = grad_y[l][c] gate[c], grad_gate[c] = sum over positions of grad_y x.
void gate_backward(const float* grad_y, const float* x, const float* gate, Positions size, float* grad_x,
                   float* grad_gate);
void gate_backward(const std::uint16_t* grad_y, const std::uint16_t* x, const std::uint16_t* gate, Positions size,
                   std::uint16_t* grad_x, float* grad_gate);

struct DepthwiseFilter {
  std::size_t width, dilation;  // odd width; "same" padding
};

/// Adds to grad (width, channels) the gradient of a depthwise convolution by its weights: the sum over positions of
/// grad_y[l] x[l + (k - width / 2) dilation].
void depthwise_gradient(const float* x, const float* grad_y, Positions size, DepthwiseFilter filter, float* grad);
void depthwise_gradient(const std::uint16_t* x, const std::uint16_t* grad_y, Positions size, DepthwiseFilter filter,
                        float* grad);

}  // namespace cre::kernels
