#pragma once
// The Cholesky factorization of a symmetric matrix in tiles, on several threads.

#include <cstddef>
#include <span>
#include <vector>

#include "baseline/tile_kernels.h"

namespace cre {

class Cholesky {
 public:
  /// `size`: rows of the matrices, at least one. Holds size² numbers.
  explicit Cholesky(std::size_t size, const TileKernel& kernel = tile_kernels().front());

  /// L with L L' = A + shift I, A given by its upper triangle, row by row (size, size). Throws internal when the sum is
  /// not positive definite. The same bits for any number of threads.
  void factor(std::span<const double> upper, double shift, unsigned threads);

  /// Replaces x (size, columns), row by row, by the solution of (A + shift I) x = x.
  void solve(std::span<double> x, std::size_t columns) const;

 private:
  double* tile(std::size_t row, std::size_t column) { return strips_.data() + (row * tiles_ + column) * kTile * kTile; }
  const double* tile(std::size_t row, std::size_t column) const {
    return strips_.data() + (row * tiles_ + column) * kTile * kTile;
  }
  void copy_strip(std::span<const double> upper, double shift, std::size_t row);
  void factor_diagonal(std::size_t column);
  void factor_below(std::size_t row, std::size_t column);

  std::size_t size_, tiles_;
  TileKernel kernel_;
  // (tiles, tiles, kTile, kTile): a strip of kTile rows after the other, each column by column; what is above the
  // diagonal is not used. Rows beyond `size` are those of the identity.
  std::vector<double> strips_;
};

}  // namespace cre
