#include "layers/position_kernels.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "layers/kernel_clones.h"

namespace cre::kernels {
namespace {

template <class Number>
CRE_INLINE void sum_any(const Number* x, Positions size, float* sum) {
  std::fill(sum, sum + size.channels, 0.0F);
  for (std::size_t l = 0; l < size.length; ++l, x += size.channels) {
#pragma GCC ivdep
    for (std::size_t c = 0; c < size.channels; ++c) {
      sum[c] += load(x[c]);
    }
  }
}

template <class Number>
CRE_INLINE void gate_any(const Number* x, const Number* gate, Positions size, Number* y) {
  for (std::size_t l = 0; l < size.length; ++l, x += size.channels, y += size.channels) {
#pragma GCC ivdep
    for (std::size_t c = 0; c < size.channels; ++c) {
      store(y[c], load(x[c]) * load(gate[c]));
    }
  }
}

template <class Number>
CRE_INLINE void gate_backward_any(const Number* grad_y, const Number* x, const Number* gate, Positions size,
                                  Number* grad_x, float* grad_gate) {
  std::fill(grad_gate, grad_gate + size.channels, 0.0F);
  for (std::size_t l = 0; l < size.length; ++l) {
#pragma GCC ivdep
    for (std::size_t c = 0; c < size.channels; ++c) {
      const float gradient = load(grad_y[c]);
      grad_gate[c] += gradient * load(x[c]);
      store(grad_x[c], gradient * load(gate[c]));
    }
    grad_y += size.channels;
    x += size.channels;
    grad_x += size.channels;
  }
}

constexpr std::size_t kTogether = 16;  // channels at a time, so that all positions of them stay in the nearest cache
constexpr std::size_t kTaps = 4;       // of the filter at a time: as many sums as registers hold
using Vector = float __attribute__((vector_size(32)));
constexpr std::size_t kLanes = sizeof(Vector) / sizeof(float);
constexpr std::size_t kVectors = kTogether / kLanes;

/// Some channels of each position as float, zeros for those that do not exist.
template <class Number>
CRE_INLINE void gather(const Number* from, std::size_t stride, std::size_t length, std::size_t channels, float* to) {
  for (std::size_t l = 0; l < length; ++l, from += stride, to += kTogether) {
    if (channels == kTogether) {
      for (std::size_t c = 0; c < kTogether; ++c) {
        to[c] = load(from[c]);
      }
    } else {
      for (std::size_t c = 0; c < kTogether; ++c) {
        to[c] = c < channels ? load(from[c]) : 0.0F;
      }
    }
  }
}

/// Taps of the filter from the first one on: x starts at the position that it takes for grad_y's first.
template <std::size_t kCount>
CRE_INLINE void add_taps(const float* x, const float* grad_y, std::size_t length, std::size_t step, float* sums) {
  Vector sum[kCount][kVectors] = {};
  for (std::size_t l = 0; l < length; ++l) {
    // Vector by vector: GCC copies several through memory, in halves that AVX2 waits for.
    for (std::size_t v = 0; v < kVectors; ++v) {
      const std::size_t at = l * kTogether + v * kLanes;
      Vector gradient;
      std::memcpy(&gradient, grad_y + at, sizeof(gradient));
      for (std::size_t tap = 0; tap < kCount; ++tap) {
        Vector value;
        std::memcpy(&value, x + at + tap * step, sizeof(value));
        sum[tap][v] += gradient * value;
      }
    }
  }
  std::memcpy(sums, sum, sizeof(sum));
}

template <class Number>
CRE_INLINE void depthwise_any(const Number* x, const Number* grad_y, Positions size, DepthwiseFilter filter,
                              float* grad) {
  const std::size_t margin = filter.width / 2 * filter.dilation;
  const std::size_t step = filter.dilation * kTogether;
  std::vector<float> padded((size.length + 2 * margin) * kTogether);  // the margins stay 0
  std::vector<float> gradients(size.length * kTogether);
  std::vector<float> sums((filter.width + kTaps) * kTogether);
  for (std::size_t first = 0; first < size.channels; first += kTogether) {
    const std::size_t channels = std::min(kTogether, size.channels - first);
    gather(x + first, size.channels, size.length, channels, padded.data() + margin * kTogether);
    gather(grad_y + first, size.channels, size.length, channels, gradients.data());
    std::size_t tap = 0;
    for (; tap + kTaps <= filter.width; tap += kTaps) {
      add_taps<kTaps>(padded.data() + tap * step, gradients.data(), size.length, step, sums.data() + tap * kTogether);
    }
    for (; tap < filter.width; ++tap) {
      add_taps<1>(padded.data() + tap * step, gradients.data(), size.length, step, sums.data() + tap * kTogether);
    }
    for (std::size_t k = 0; k < filter.width; ++k) {
      for (std::size_t c = 0; c < channels; ++c) {
        grad[k * size.channels + first + c] += sums[k * kTogether + c];
      }
    }
  }
}

}  // namespace

CRE_CLONES void sum_positions(const float* x, Positions size, float* sum) {
  sum_any(x, size, sum);
}
CRE_CLONES void sum_positions(const std::uint16_t* x, Positions size, float* sum) {
  sum_any(x, size, sum);
}

CRE_CLONES void spread(const float* value, Positions size, float* y) {
  for (std::size_t l = 0; l < size.length; ++l, y += size.channels) {
    std::copy(value, value + size.channels, y);
  }
}
CRE_CLONES void spread(const float* value, Positions size, std::uint16_t* y) {
  for (std::size_t l = 0; l < size.length; ++l, y += size.channels) {
#pragma GCC ivdep
    for (std::size_t c = 0; c < size.channels; ++c) {
      store(y[c], value[c]);
    }
  }
}

CRE_CLONES void gate(const float* x, const float* gate, Positions size, float* y) {
  gate_any(x, gate, size, y);
}
CRE_CLONES void gate(const std::uint16_t* x, const std::uint16_t* gate, Positions size, std::uint16_t* y) {
  gate_any(x, gate, size, y);
}

CRE_CLONES void gate_backward(const float* grad_y, const float* x, const float* gate, Positions size, float* grad_x,
                              float* grad_gate) {
  gate_backward_any(grad_y, x, gate, size, grad_x, grad_gate);
}
CRE_CLONES void gate_backward(const std::uint16_t* grad_y, const std::uint16_t* x, const std::uint16_t* gate,
                              Positions size, std::uint16_t* grad_x, float* grad_gate) {
  gate_backward_any(grad_y, x, gate, size, grad_x, grad_gate);
}

CRE_CLONES void depthwise_gradient(const float* x, const float* grad_y, Positions size, DepthwiseFilter filter,
                                   float* grad) {
  depthwise_any(x, grad_y, size, filter, grad);
}
CRE_CLONES void depthwise_gradient(const std::uint16_t* x, const std::uint16_t* grad_y, Positions size,
                                   DepthwiseFilter filter, float* grad) {
  depthwise_any(x, grad_y, size, filter, grad);
}

}  // namespace cre::kernels
