#pragma once
// The element-wise work of a training step on the processor: activation, dropout, residual sum and max-pool, each in
// one pass over memory and in place where it can. Compiled for several instruction sets, chosen when the program
// starts. No LibTorch in here. Numbers are float or bfloat16 (stored as std::uint16_t).

#include <cstddef>
#include <cstdint>

namespace cre::kernels {

/// Dropout of one tensor; see model/dropout.h for which position gets which number.
struct Dropout {
  std::uint32_t key[2];
  std::uint32_t counter[3];  // counter words 1 to 3; word 0 is the block
  std::uint32_t threshold;   // of 65536; 0 = no dropout
  float scale;
};

/// x[i] = dropout(leaky_relu(x[i] + residual[i])) for `count` values whose first is position `first` of the tensor
/// (a multiple of 1024). `residual` may be null.
void activate(float* x, const float* residual, std::size_t first, std::size_t count, float slope, const Dropout& drop);
void activate(std::uint16_t* x, const std::uint16_t* residual, std::size_t first, std::size_t count, float slope,
              const Dropout& drop);

/// grad_x[i] = grad_y[i] * factor(y[i]): `positive` where y > 0, `negative` where y < 0, `zero` where y == 0.
/// The output alone tells which case it was, so no mask and no input is kept.
struct ActivationSlopes {
  float positive, negative, zero;
};
void activate_backward(const float* y, const float* grad_y, float* grad_x, std::size_t count, ActivationSlopes slopes);
void activate_backward(const std::uint16_t* y, const std::uint16_t* grad_y, std::uint16_t* grad_x, std::size_t count,
                       ActivationSlopes slopes);

/// y[c] = leaky_relu(max over `window` rows of x), which[c] = the row of the maximum (the first of equal ones).
/// x: (window, channels), y and which: (channels).
void activate_pool(const float* x, float* y, std::uint8_t* which, std::size_t window, std::size_t channels,
                   float slope);
void activate_pool(const std::uint16_t* x, std::uint16_t* y, std::uint8_t* which, std::size_t window,
                   std::size_t channels, float slope);

/// grad_x: (window, channels), every value is written.
void activate_pool_backward(const float* y, const float* grad_y, const std::uint8_t* which, float* grad_x,
                            std::size_t window, std::size_t channels, float slope);
void activate_pool_backward(const std::uint16_t* y, const std::uint16_t* grad_y, const std::uint8_t* which,
                            std::uint16_t* grad_x, std::size_t window, std::size_t channels, float slope);

}  // namespace cre::kernels
