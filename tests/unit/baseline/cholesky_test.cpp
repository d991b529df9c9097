#include "baseline/cholesky.h"

#include <Eigen/Dense>

#include "expect_error.h"

namespace cre {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Of full rank or less, with numbers of about 1.
Matrix some_covariance(Eigen::Index size, Eigen::Index rank) {
  std::srand(7);  // of Eigen's Random
  const Matrix factor = Matrix::Random(size, rank);
  return factor * factor.transpose() / static_cast<double>(rank);
}

std::vector<double> upper_of(const Matrix& matrix) {
  const Matrix upper = matrix.triangularView<Eigen::Upper>();
  return {upper.data(), upper.data() + upper.size()};
}

class CholeskySizes : public testing::TestWithParam<std::size_t> {};

TEST_P(CholeskySizes, SolvesWithEveryKernel) {
  const auto size = static_cast<Eigen::Index>(GetParam());
  const Matrix matrix = some_covariance(size, size / 2 + 1);
  const Matrix right = Matrix::Random(size, 3);
  const Matrix expected = (matrix + 0.5 * Matrix::Identity(size, size)).ldlt().solve(right);
  for (const TileKernel& kernel : tile_kernels()) {
    Cholesky cholesky(GetParam(), kernel);
    std::vector<double> one;
    for (const unsigned threads : {1U, 3U}) {
      cholesky.factor(upper_of(matrix), 7.0, threads);  // what was factored before does not matter
      cholesky.factor(upper_of(matrix), 0.5, threads);
      std::vector<double> x(right.data(), right.data() + right.size());
      cholesky.solve(x, 3);
      for (std::size_t i = 0; i < x.size(); ++i) {
        EXPECT_NEAR(x[i], expected.data()[i], 1e-12) << kernel.name;
      }
      EXPECT_TRUE(threads == 1 || x == one) << kernel.name << ": the same bits";
      one = x;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(AroundTiles, CholeskySizes, testing::Values(1, 2, 47, 48, 49, 96, 150));

TEST(Cholesky, RefusesWhatIsNotPositive) {
  const std::vector<double> upper = {1.0, 2.0, 0.0, 1.0};
  Cholesky cholesky(2);
  expect_error(ErrorKind::internal, "positive definite", [&] { cholesky.factor(upper, 0.5, 1); });
}

TEST(TileKernels, SubtractProducts) {
  // Whole numbers: exact in any order.
  constexpr std::size_t kDeep = 101;
  std::vector<double> a(kTile * kDeep), b(kTile * kDeep), expected(kTile * kTile, 5.0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    a[i] = static_cast<double>(i % 17) - 8.0;
    b[i] = static_cast<double>(i % 23) - 11.0;
  }
  for (std::size_t k = 0; k < kDeep; ++k) {
    for (std::size_t i = 0; i < kTile * kTile; ++i) {
      expected[i] -= a[k * kTile + i % kTile] * b[k * kTile + i / kTile];
    }
  }
  ASSERT_FALSE(tile_kernels().empty());
  for (const TileKernel& kernel : tile_kernels()) {
    std::vector<double> tile(kTile * kTile, 5.0);
    kernel.subtract_product(tile.data(), a.data(), b.data(), kDeep);
    EXPECT_EQ(tile, expected) << kernel.name;
  }
}

}  // namespace
}  // namespace cre
