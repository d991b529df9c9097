#include "baseline/tile_kernels.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace cre {

namespace {

// Of the result, as many values as registers hold: 8 rows in one or two of them, times 6 columns.
constexpr std::size_t kLanes = 8, kColumns = 6;
static_assert(kTile % kLanes == 0 && kTile % kColumns == 0);
// Columns of a and b that stay in the nearest cache while all of a tile is computed.
constexpr std::size_t kDepth = 96;

using Lanes = double __attribute__((vector_size(kLanes * sizeof(double))));

[[gnu::always_inline]] inline void subtract_part(double* tile, const double* a, const double* b, std::size_t depth) {
  Lanes sum[kColumns] = {};
  for (std::size_t k = 0; k < depth; ++k) {
    Lanes rows;
    std::memcpy(&rows, a + k * kTile, sizeof(rows));
    for (std::size_t column = 0; column < kColumns; ++column) {
      sum[column] += rows * b[k * kTile + column];
    }
  }
  for (std::size_t column = 0; column < kColumns; ++column) {
    Lanes old;
    std::memcpy(&old, tile + column * kTile, sizeof(old));
    old -= sum[column];
    std::memcpy(tile + column * kTile, &old, sizeof(old));
  }
}

[[gnu::always_inline]] inline void subtract_strips(double* tile, const double* a, const double* b, std::size_t depth) {
  for (std::size_t first = 0; first < depth; first += kDepth) {
    const std::size_t part = std::min(kDepth, depth - first);
    for (std::size_t row = 0; row < kTile; row += kLanes) {
      for (std::size_t column = 0; column < kTile; column += kColumns) {
        subtract_part(tile + column * kTile + row, a + first * kTile + row, b + first * kTile + column, part);
      }
    }
  }
}

void subtract_portable(double* tile, const double* a, const double* b, std::size_t depth) {
  subtract_strips(tile, a, b, depth);
}

#if defined(__x86_64__)

__attribute__((target("avx2,fma"))) void subtract_avx2(double* tile, const double* a, const double* b,
                                                       std::size_t depth) {
  subtract_strips(tile, a, b, depth);
}

__attribute__((target("avx512f,fma"))) void subtract_avx512(double* tile, const double* a, const double* b,
                                                            std::size_t depth) {
  subtract_strips(tile, a, b, depth);
}

#endif

std::vector<TileKernel> runnable_tile_kernels() {
  std::vector<TileKernel> kernels;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("fma")) {
    kernels.push_back({"avx512", subtract_avx512});
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    kernels.push_back({"avx2", subtract_avx2});
  }
#endif
  kernels.push_back({"portable", subtract_portable});
  return kernels;
}

}  // namespace

std::span<const TileKernel> tile_kernels() {
  static const std::vector<TileKernel> kernels = runnable_tile_kernels();
  return kernels;
}

}  // namespace cre
