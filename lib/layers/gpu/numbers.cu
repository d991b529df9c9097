// What the kernels are made of. NUMBER is the kind of number of activations: FLOAT32, BFLOAT16 or FLOAT16. All sums are
// kept in float32. Activations are rows of channels: (B, L, C) in the order of memory, or (B, C).
//
// These files are compiled by CUDA's compiler at run time (layers/gpu/kernels.h), which has no headers, and by the
// tests for the processor (tests/unit/layers/gpu).

#define FLOAT32 0
#define BFLOAT16 1
#define FLOAT16 2

#if NUMBER == FLOAT32
typedef float Number;
inline float value_of(Number number) { return number; }
inline Number number_of(float value) { return value; }
#else
typedef unsigned short Number;
union Bits {
  unsigned int bits;
  float value;
};
#if NUMBER == BFLOAT16
inline float value_of(Number number) {
  Bits both;
  both.bits = static_cast<unsigned int>(number) << 16;
  return both.value;
}
// To nearest, ties to even; a NaN stays a NaN.
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
inline Number number_of(float value) {
  Number number;
  asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(number) : "f"(value));
  return number;
}
#else
inline Number number_of(float value) {
  Bits both;
  both.value = value;
  const unsigned int rounded = (both.bits + 0x7FFFu + ((both.bits >> 16) & 1u)) >> 16;
  return static_cast<Number>(value != value ? 0x7FC0u : rounded);
}
#endif
#else
#ifdef __CUDACC_RTC__
inline float value_of(Number number) {
  float value;
  asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(number));
  return value;
}
inline Number number_of(float value) {
  Number number;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(number) : "f"(value));
  return number;
}
#else
union HalfBits {
  Number bits;
  _Float16 value;
};
inline float value_of(Number number) {
  HalfBits both;
  both.bits = number;
  return static_cast<float>(both.value);
}
inline Number number_of(float value) {
  HalfBits both;
  both.value = static_cast<_Float16>(value);
  return both.bits;
}
#endif
#endif
#endif

// W neighbours, read and written at once.
template <typename T, int W>
struct alignas(sizeof(T) * W) Few {
  T at[W];
};
template <int W, typename T>
inline Few<T, W> few_at(const T* from) {
  return *reinterpret_cast<const Few<T, W>*>(from);
}
template <int W, typename T>
inline void put_few(T* to, const Few<T, W>& few) {
  *reinterpret_cast<Few<T, W>*>(to) = few;
}

#ifndef THREADS
#define THREADS 256  // as block_threads()
#endif
#ifndef KERNEL
#define KERNEL extern "C" __global__ void __launch_bounds__(THREADS)
#endif

// How threads share rows of channels. A block of THREADS has `lanes` threads beside each other, each of which has W
// channels, and `slots` rows at a time; it does `block_rows` rows from blockIdx.x * block_rows on, and of the channels
// the tile blockIdx.y.
struct Rows {
  unsigned int rows, channels, lanes, slots, block_rows;
};

template <int W>
struct Share {
  unsigned int first, end, step;  // rows
  unsigned int channel;           // the first of W
  bool works, sums;               // sums: of all slots, it writes what they found
};

template <int W>
inline Share<W> share_of(const Rows& size) {
  const unsigned int lane = threadIdx.x % size.lanes, slot = threadIdx.x / size.lanes;
  const unsigned int channel = (blockIdx.y * size.lanes + lane) * W;
  const unsigned int start = blockIdx.x * size.block_rows, past = start + size.block_rows;
  const bool works = slot < size.slots && channel < size.channels;
  return {start + slot, past < size.rows ? past : size.rows, size.slots, channel, works, works && slot == 0};
}

// Adds up N * W sums over the slots of a block, in the order of the slots, and writes those of the block to
// partial[blockIdx.x], (N, channels) each. All threads of the block take part.
template <int N, int W>
inline void add_up(const float (&sums)[N][W], const Rows& size, const Share<W>& share, float* partial) {
  __shared__ float found[N * W * THREADS];
  for (int n = 0; n < N; ++n) {
    for (int i = 0; i < W; ++i) {
      found[(n * W + i) * THREADS + threadIdx.x] = sums[n][i];
    }
  }
  __syncthreads();
  if (share.sums) {
    for (int n = 0; n < N; ++n) {
      for (int i = 0; i < W; ++i) {
        float sum = 0.0f;
        for (unsigned int slot = 0; slot < size.slots; ++slot) {
          sum += found[(n * W + i) * THREADS + slot * size.lanes + threadIdx.x];
        }
        partial[(static_cast<unsigned long long>(blockIdx.x) * N + n) * size.channels + share.channel + i] = sum;
      }
    }
  }
}

// out[column] = sum over groups of partial (groups, columns); 32 columns a block.
KERNEL sum_groups(const float* partial, float* out, unsigned int groups, unsigned int columns) {
  __shared__ float found[THREADS];
  const unsigned int column = blockIdx.x * 32u + threadIdx.x % 32u, slot = threadIdx.x / 32u;
  float sum = 0.0f;
  if (column < columns) {
    for (unsigned int group = slot; group < groups; group += THREADS / 32u) {
      sum += partial[static_cast<unsigned long long>(group) * columns + column];
    }
  }
  found[threadIdx.x] = sum;
  __syncthreads();
  if (slot == 0 && column < columns) {
    float all = 0.0f;
    for (unsigned int other = 0; other < THREADS / 32u; ++other) {
      all += found[other * 32u + threadIdx.x];
    }
    out[column] = all;
  }
}

// A kernel for each number of channels that a thread may have: NAME_1, NAME_4, NAME_8, which call NAME<W>.
#define FOR_WIDTHS(NAME, PARAMETERS, ARGUMENTS)          \
  KERNEL NAME##_1 PARAMETERS { NAME<1> ARGUMENTS; }      \
  KERNEL NAME##_4 PARAMETERS { NAME<4> ARGUMENTS; }      \
  KERNEL NAME##_8 PARAMETERS { NAME<8> ARGUMENTS; }
