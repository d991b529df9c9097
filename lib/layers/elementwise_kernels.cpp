#include "layers/elementwise_kernels.h"

#include <algorithm>

#include "core/random.h"
#include "layers/kernel_clones.h"

namespace cre::kernels {
namespace {

constexpr std::size_t kChunk = 1024;
constexpr std::size_t kBlocks = kChunk / 8;

// Philox4x32-10 over 128 blocks side by side, as the compiler can vectorise it; equals philox() of core/random.h.
CRE_INLINE void random_chunk(const Dropout& drop, std::uint32_t chunk, std::uint16_t* out) {
  for (std::uint32_t j = 0; j < kBlocks; ++j) {
    std::uint32_t c0 = chunk * static_cast<std::uint32_t>(kBlocks) + j;
    std::uint32_t c1 = drop.counter[0], c2 = drop.counter[1], c3 = drop.counter[2];
    std::uint32_t key0 = drop.key[0], key1 = drop.key[1];
#pragma GCC unroll 10
    for (int round = 0; round < kPhiloxRounds; ++round) {
      const std::uint64_t product0 = std::uint64_t{kPhiloxMultiplier[0]} * c0;
      const std::uint64_t product1 = std::uint64_t{kPhiloxMultiplier[1]} * c2;
      c0 = static_cast<std::uint32_t>(product1 >> 32U) ^ c1 ^ key0;
      c1 = static_cast<std::uint32_t>(product1);
      c2 = static_cast<std::uint32_t>(product0 >> 32U) ^ c3 ^ key1;
      c3 = static_cast<std::uint32_t>(product0);
      key0 += kPhiloxWeyl[0];
      key1 += kPhiloxWeyl[1];
    }
    out[0 * kBlocks + j] = static_cast<std::uint16_t>(c0);
    out[1 * kBlocks + j] = static_cast<std::uint16_t>(c0 >> 16U);
    out[2 * kBlocks + j] = static_cast<std::uint16_t>(c1);
    out[3 * kBlocks + j] = static_cast<std::uint16_t>(c1 >> 16U);
    out[4 * kBlocks + j] = static_cast<std::uint16_t>(c2);
    out[5 * kBlocks + j] = static_cast<std::uint16_t>(c2 >> 16U);
    out[6 * kBlocks + j] = static_cast<std::uint16_t>(c3);
    out[7 * kBlocks + j] = static_cast<std::uint16_t>(c3 >> 16U);
  }
}

template <class Number>
CRE_INLINE void activate_plain(Number* x, const Number* residual, std::size_t count, float slope) {
  if (residual == nullptr) {
    for (std::size_t i = 0; i < count; ++i) {
      store(x[i], leaky(load(x[i]), slope));
    }
  } else {
    for (std::size_t i = 0; i < count; ++i) {
      store(x[i], leaky(load(x[i]) + load(residual[i]), slope));
    }
  }
}

template <class Number>
CRE_INLINE void activate_any(Number* x, const Number* residual, std::size_t first, std::size_t count, float slope,
                             const Dropout& drop) {
  if (drop.threshold == 0) {
    activate_plain(x, residual, count, slope);
    return;
  }
  alignas(64) std::uint16_t numbers[kChunk];
  for (std::size_t start = 0; start < count; start += kChunk) {
    const std::size_t size = std::min(kChunk, count - start);
    random_chunk(drop, static_cast<std::uint32_t>((first + start) / kChunk), numbers);
    if (residual != nullptr) {
      for (std::size_t i = 0; i < size; ++i) {
        store(x[start + i], load(x[start + i]) + load(residual[start + i]));
      }
    }
    for (std::size_t i = 0; i < size; ++i) {
      const float value = leaky(load(x[start + i]), slope) * drop.scale;
      store(x[start + i], numbers[i] < drop.threshold ? 0.0F : value);
    }
  }
}

template <class Number>
CRE_INLINE void activate_backward_any(const Number* y, const Number* grad_y, Number* grad_x, std::size_t count,
                                      ActivationSlopes slopes) {
  for (std::size_t i = 0; i < count; ++i) {
    const float value = load(y[i]);
    const float factor = value > 0.0F ? slopes.positive : (value < 0.0F ? slopes.negative : slopes.zero);
    store(grad_x[i], load(grad_y[i]) * factor);
  }
}

// Channels at a time: their values and rows are kept in arrays of one element size, which the compiler can vectorise
// where it could not with bytes beside floats.
constexpr std::size_t kPoolChannels = 64;

template <class Number>
CRE_INLINE void activate_pool_any(const Number* x, Number* y, std::uint8_t* which, std::size_t window,
                                  std::size_t channels, float slope) {
  float best[kPoolChannels];
  std::int32_t row[kPoolChannels];
  for (std::size_t first = 0; first < channels; first += kPoolChannels) {
    const std::size_t count = std::min(kPoolChannels, channels - first);
    for (std::size_t i = 0; i < count; ++i) {
      best[i] = load(x[first + i]);
      row[i] = 0;
    }
    for (std::size_t w = 1; w < window; ++w) {
      const Number* values = x + w * channels + first;
      for (std::size_t i = 0; i < count; ++i) {
        const float value = load(values[i]);
        row[i] = value > best[i] ? static_cast<std::int32_t>(w) : row[i];
        best[i] = value > best[i] ? value : best[i];
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      store(y[first + i], leaky(best[i], slope));
    }
    for (std::size_t i = 0; i < count; ++i) {
      which[first + i] = static_cast<std::uint8_t>(row[i]);
    }
  }
}

template <class Number>
CRE_INLINE void activate_pool_backward_any(const Number* y, const Number* grad_y, const std::uint8_t* which,
                                           Number* grad_x, std::size_t window, std::size_t channels, float slope) {
  float gradient[kPoolChannels];
  std::int32_t row[kPoolChannels];
  for (std::size_t first = 0; first < channels; first += kPoolChannels) {
    const std::size_t count = std::min(kPoolChannels, channels - first);
    for (std::size_t i = 0; i < count; ++i) {
      gradient[i] = load(grad_y[first + i]) * (load(y[first + i]) > 0.0F ? 1.0F : slope);
    }
    for (std::size_t i = 0; i < count; ++i) {
      row[i] = which[first + i];
    }
    for (std::size_t w = 0; w < window; ++w) {
      Number* out = grad_x + w * channels + first;
      for (std::size_t i = 0; i < count; ++i) {
        store(out[i], row[i] == static_cast<std::int32_t>(w) ? gradient[i] : 0.0F);
      }
    }
  }
}

}  // namespace

CRE_CLONES void activate(float* x, const float* residual, std::size_t first, std::size_t count, float slope,
                         const Dropout& drop) {
  activate_any(x, residual, first, count, slope, drop);
}
CRE_CLONES void activate(std::uint16_t* x, const std::uint16_t* residual, std::size_t first, std::size_t count,
                         float slope, const Dropout& drop) {
  activate_any(x, residual, first, count, slope, drop);
}

CRE_CLONES void activate_backward(const float* y, const float* grad_y, float* grad_x, std::size_t count,
                                  ActivationSlopes slopes) {
  activate_backward_any(y, grad_y, grad_x, count, slopes);
}
CRE_CLONES void activate_backward(const std::uint16_t* y, const std::uint16_t* grad_y, std::uint16_t* grad_x,
                                  std::size_t count, ActivationSlopes slopes) {
  activate_backward_any(y, grad_y, grad_x, count, slopes);
}

CRE_CLONES void activate_pool(const float* x, float* y, std::uint8_t* which, std::size_t window, std::size_t channels,
                              float slope) {
  activate_pool_any(x, y, which, window, channels, slope);
}
CRE_CLONES void activate_pool(const std::uint16_t* x, std::uint16_t* y, std::uint8_t* which, std::size_t window,
                              std::size_t channels, float slope) {
  activate_pool_any(x, y, which, window, channels, slope);
}

CRE_CLONES void activate_pool_backward(const float* y, const float* grad_y, const std::uint8_t* which, float* grad_x,
                                       std::size_t window, std::size_t channels, float slope) {
  activate_pool_backward_any(y, grad_y, which, grad_x, window, channels, slope);
}
CRE_CLONES void activate_pool_backward(const std::uint16_t* y, const std::uint16_t* grad_y, const std::uint8_t* which,
                                       std::uint16_t* grad_x, std::size_t window, std::size_t channels, float slope) {
  activate_pool_backward_any(y, grad_y, which, grad_x, window, channels, slope);
}

}  // namespace cre::kernels
