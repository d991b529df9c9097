#include "baseline/cholesky.h"

#include <algorithm>

#include <Eigen/Cholesky>

#include "core/error.h"
#include "core/parallel.h"
#include "core/version.h"

namespace cre {

namespace {

[[maybe_unused]] const bool kEigenRegistered =
    (register_library("eigen", concat(EIGEN_WORLD_VERSION, '.', EIGEN_MAJOR_VERSION, '.', EIGEN_MINOR_VERSION)), true);

using TileMatrix = Eigen::Matrix<double, kTile, kTile>;
using TileMap = Eigen::Map<TileMatrix>;
using ConstTileMap = Eigen::Map<const TileMatrix>;
using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace

Cholesky::Cholesky(std::size_t size, const TileKernel& kernel)
    : size_(size), tiles_((size + kTile - 1) / kTile), kernel_(kernel), strips_(tiles_ * tiles_ * kTile * kTile) {}

void Cholesky::copy_strip(std::span<const double> upper, double shift, std::size_t row) {
  const std::size_t first = row * kTile, rows = std::min(kTile, size_ - first);
  double* strip = tile(row, 0);
  std::fill(strip, strip + (row + 1) * kTile * kTile, 0.0);
  for (std::size_t column = 0; column < std::min(size_, first + kTile); ++column) {
    const std::size_t skipped = column > first ? column - first : 0;  // above the diagonal
    std::copy_n(upper.data() + column * size_ + first + skipped, rows - skipped, strip + column * kTile + skipped);
  }
  for (std::size_t i = 0; i < kTile; ++i) {
    strip[(first + i) * kTile + i] += i < rows ? shift : 1.0;
  }
}

void Cholesky::factor_diagonal(std::size_t column) {
  kernel_.subtract_product(tile(column, column), tile(column, 0), tile(column, 0), column * kTile);
  Eigen::Ref<TileMatrix> matrix = TileMap(tile(column, column));
  const Eigen::LLT<Eigen::Ref<TileMatrix>, Eigen::Lower> factorization(matrix);  // in place
  require(factorization.info() == Eigen::Success, "a matrix with a penalty is positive definite");
}

void Cholesky::factor_below(std::size_t row, std::size_t column) {
  kernel_.subtract_product(tile(row, column), tile(row, 0), tile(column, 0), column * kTile);
  TileMap below(tile(row, column));
  ConstTileMap(tile(column, column)).transpose().triangularView<Eigen::Upper>().solveInPlace<Eigen::OnTheRight>(below);
}

void Cholesky::factor(std::span<const double> upper, double shift, unsigned threads) {
  parallel_for(tiles_, threads, [&](std::size_t row) { copy_strip(upper, shift, row); });
  for (std::size_t column = 0; column < tiles_; ++column) {
    factor_diagonal(column);
    parallel_for(tiles_ - column - 1, threads, [&](std::size_t i) { factor_below(column + 1 + i, column); });
  }
}

void Cholesky::solve(std::span<double> x, std::size_t columns) const {
  Rows solution = Rows::Zero(static_cast<Eigen::Index>(tiles_ * kTile), static_cast<Eigen::Index>(columns));
  std::copy(x.begin(), x.end(), solution.data());
  const auto part = [&](std::size_t row) { return solution.middleRows<kTile>(static_cast<Eigen::Index>(row * kTile)); };
  for (std::size_t row = 0; row < tiles_; ++row) {
    auto rows = part(row);
    for (std::size_t column = 0; column < row; ++column) {
      rows.noalias() -= ConstTileMap(tile(row, column)) * part(column);
    }
    ConstTileMap(tile(row, row)).triangularView<Eigen::Lower>().solveInPlace(rows);
  }
  for (std::size_t row = tiles_; row-- > 0;) {
    auto rows = part(row);
    ConstTileMap(tile(row, row)).transpose().triangularView<Eigen::Upper>().solveInPlace(rows);
    for (std::size_t column = 0; column < row; ++column) {
      part(column).noalias() -= ConstTileMap(tile(row, column)).transpose() * rows;
    }
  }
  std::copy_n(solution.data(), x.size(), x.begin());
}

}  // namespace cre
