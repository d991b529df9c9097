#include "layers/winograd.h"

#include <gtest/gtest.h>

#include "layers/onednn.h"

namespace cre {
namespace {

at::Tensor random(std::int64_t batch, std::int64_t channels, std::int64_t length) {
  return at::randn({batch, channels, 1, length}).contiguous(at::MemoryFormat::ChannelsLast);
}

winograd::Filter filter_of(const at::Tensor& weight, const at::Tensor& bias, std::int64_t dilation,
                           const at::Tensor& x) {
  return {winograd::packed_filter(weight, dilation, x), bias, dilation};
}

// Largest difference from the convolution in float64.
double error_of(std::int64_t length, std::int64_t dilation) {
  const at::Tensor x = random(10, 5, length), weight = at::randn({7, 5, 3}), bias = at::randn({7});
  const at::Tensor expected =
      at::conv1d(x.squeeze(2).to(at::kDouble), weight.to(at::kDouble), bias.to(at::kDouble), 1, dilation, dilation);
  const at::Tensor found = winograd::convolve(x, filter_of(weight, bias, dilation, x));
  EXPECT_TRUE(found.is_contiguous(at::MemoryFormat::ChannelsLast));
  return (found.squeeze(2) - expected).abs().max().item<double>();
}

class Winograd : public testing::Test {
 protected:
  void SetUp() override {
    if (!onednn::is_available()) {
      GTEST_SKIP() << "this LibTorch has no oneDNN";
    }
    at::manual_seed(1);
  }
};

TEST_F(Winograd, EqualsAConvolutionForEveryLengthAndDilation) {
  for (const std::int64_t length : {1, 2, 3, 4, 5, 7, 16, 50}) {
    for (const std::int64_t dilation : {1, 2, 3, 4, 60}) {
      EXPECT_LT(error_of(length, dilation), 2e-5) << length;
    }
  }
}

TEST_F(Winograd, RoundsAFewTimesAsMuchAsAPlainConvolution) {
  const at::Tensor x = random(4, 256, 100), weight = at::randn({256, 256, 3}) / 27.7, bias = at::zeros({256});
  const at::Tensor exact = at::conv1d(x.squeeze(2).to(at::kDouble), weight.to(at::kDouble), {}, 1, 1);
  const auto error = [&](const at::Tensor& y) { return (y - exact).square().mean().sqrt().item<double>(); };
  EXPECT_LT(error(winograd::convolve(x, filter_of(weight, bias, 1, x)).squeeze(2)),
            8.0 * error(at::conv1d(x.squeeze(2), weight, {}, 1, 1)));
}

TEST_F(Winograd, AddsTheResidualInFrontOfTheActivation) {
  const at::Tensor x = random(11, 4, 9), residual = random(11, 6, 9);
  const winograd::Filter filter = filter_of(at::randn({6, 4, 3}), at::randn({6}), 2, x);
  const at::Tensor plain = winograd::convolve(x, filter);
  EXPECT_TRUE(
      at::allclose(winograd::convolve(x, filter, 0.1, residual), at::leaky_relu(plain + residual, 0.1), 1e-5, 1e-5));
  EXPECT_TRUE(at::equal(winograd::convolve(x, filter, 0.0), at::relu(plain)));
}

TEST_F(Winograd, RowsDoNotDependOnTheirNeighbours) {
  const at::Tensor x = random(19, 4, 9);
  const winograd::Filter filter = filter_of(at::randn({6, 4, 3}), at::zeros({6}), 1, x);
  for (const std::int64_t first : {4, 16}) {
    const at::Tensor alone = winograd::convolve(x.narrow(0, first, 3), filter);
    EXPECT_TRUE(at::equal(alone, winograd::convolve(x, filter).narrow(0, first, 3))) << first;
  }
}

TEST_F(Winograd, IsForWideFloatLayersOfWidthThree) {
  const at::Tensor wide = at::zeros({64, 64, 3});
  EXPECT_TRUE(winograd::is_faster(wide, 1, 1, 50));
  EXPECT_TRUE(winograd::is_faster(wide, 4, 1, 50));
  EXPECT_FALSE(winograd::is_faster(wide, 30, 1, 50));  // tiles of which two positions are used
  EXPECT_FALSE(winograd::is_faster(wide, 1, 2, 50));
  EXPECT_FALSE(winograd::is_faster(at::zeros({64, 64, 5}), 1, 1, 50));
  EXPECT_FALSE(winograd::is_faster(at::zeros({64, 4, 3}), 1, 1, 50));
  EXPECT_FALSE(winograd::is_faster(wide.to(at::kBFloat16), 1, 1, 50));
}

}  // namespace
}  // namespace cre
