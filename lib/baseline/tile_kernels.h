#pragma once
// Internal to cholesky.cpp: the product of two strips of tiles, in which a factorization spends its time, for several
// instruction sets. Each kernel is compiled for its own alone and chosen at run time, so one program runs everywhere.

#include <cstddef>
#include <span>

namespace cre {

/// Rows and columns of a tile.
inline constexpr std::size_t kTile = 48;

struct TileKernel {
  const char* name;
  /// tile -= a b', with tile (kTile, kTile), a and b (kTile, depth), all column by column.
  void (*subtract_product)(double* tile, const double* a, const double* b, std::size_t depth);
};

/// Every kernel that this processor can run, the fastest first; the last one runs everywhere. They differ in rounding.
std::span<const TileKernel> tile_kernels();

}  // namespace cre
