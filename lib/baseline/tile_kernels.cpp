#include "baseline/tile_kernels.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "core/register_vectors.h"

namespace cre {

namespace {

// Of the result, as many values as registers hold: two vectors of rows times 6 columns.
constexpr std::size_t kVectors = 2, kColumns = 6;
// Columns of a and b that stay in the nearest cache while all of a tile is computed.
constexpr std::size_t kDepth = 96;

template <std::size_t kLanes>
[[gnu::always_inline]] inline void subtract_part(double* tile, const double* a, const double* b, std::size_t depth) {
  using Lanes = typename RegisterVectors<kLanes>::Doubles;
  Lanes sum[kColumns][kVectors] = {};
  for (std::size_t k = 0; k < depth; ++k) {
    for (std::size_t v = 0; v < kVectors; ++v) {
      Lanes rows;
      std::memcpy(&rows, a + k * kTile + v * kLanes, sizeof(rows));
      for (std::size_t column = 0; column < kColumns; ++column) {
        sum[column][v] += rows * b[k * kTile + column];
      }
    }
  }
  for (std::size_t column = 0; column < kColumns; ++column) {
    for (std::size_t v = 0; v < kVectors; ++v) {
      double* at = tile + column * kTile + v * kLanes;
      Lanes old;
      std::memcpy(&old, at, sizeof(old));
      old -= sum[column][v];
      std::memcpy(at, &old, sizeof(old));
    }
  }
}

template <std::size_t kLanes>
[[gnu::always_inline]] inline void subtract_strips(double* tile, const double* a, const double* b, std::size_t depth) {
  constexpr std::size_t kRows = kVectors * kLanes;
  static_assert(kTile % kRows == 0 && kTile % kColumns == 0);
  for (std::size_t first = 0; first < depth; first += kDepth) {
    const std::size_t part = std::min(kDepth, depth - first);
    for (std::size_t row = 0; row < kTile; row += kRows) {
      for (std::size_t column = 0; column < kTile; column += kColumns) {
        subtract_part<kLanes>(tile + column * kTile + row, a + first * kTile + row, b + first * kTile + column, part);
      }
    }
  }
}

void subtract_portable(double* tile, const double* a, const double* b, std::size_t depth) {
  subtract_strips<2>(tile, a, b, depth);
}

#if defined(__x86_64__)

__attribute__((target("avx2,fma"))) void subtract_avx2(double* tile, const double* a, const double* b,
                                                       std::size_t depth) {
  subtract_strips<4>(tile, a, b, depth);
}

__attribute__((target("avx512f,fma"))) void subtract_avx512(double* tile, const double* a, const double* b,
                                                            std::size_t depth) {
  subtract_strips<8>(tile, a, b, depth);
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
