#include "model/winograd.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

at::Tensor random(std::int64_t batch, std::int64_t channels, std::int64_t length) {
  return at::randn({batch, channels, 1, length}).contiguous(at::MemoryFormat::ChannelsLast);
}

// Exact to rounding: the reference is in float64.
void expect_equals_convolution(std::int64_t length, std::int64_t dilation) {
  const at::Tensor x = random(6, 5, length), weight = at::randn({7, 5, 3}), bias = at::randn({7});
  const at::Tensor expected =
      at::conv1d(x.squeeze(2).to(at::kDouble), weight.to(at::kDouble), bias.to(at::kDouble), 1, dilation, dilation);
  const at::Tensor found = winograd::convolve(x, {winograd::transformed(weight), bias, dilation});
  EXPECT_TRUE(found.is_contiguous(at::MemoryFormat::ChannelsLast));
  EXPECT_LT((found.squeeze(2) - expected).abs().max().item<double>(), 1e-5) << length << " " << dilation;
}

TEST(Winograd, EqualsAConvolutionForEveryLengthAndDilation) {
  at::manual_seed(1);
  for (const std::int64_t length : {1, 2, 3, 7, 16, 50}) {
    for (const std::int64_t dilation : {1, 2, 3, 4, 60}) expect_equals_convolution(length, dilation);
  }
}

TEST(Winograd, AddsTheResidualInFrontOfTheActivation) {
  at::manual_seed(2);
  const at::Tensor x = random(3, 4, 9), residual = random(3, 6, 9),
                   weight = winograd::transformed(at::randn({6, 4, 3}));
  const at::Tensor plain = winograd::convolve(x, {weight, {}, 2});
  EXPECT_TRUE(at::allclose(winograd::convolve(x, {weight, {}, 2}, 0.1, residual), at::leaky_relu(plain + residual, 0.1),
                           1e-6, 1e-6));
  EXPECT_TRUE(at::equal(winograd::convolve(x, {weight, {}, 2}, 0.0), at::relu(plain)));
}

TEST(Winograd, RowsDoNotDependOnTheirNeighbours) {
  at::manual_seed(3);
  const at::Tensor x = random(9, 4, 9), weight = winograd::transformed(at::randn({6, 4, 3}));
  const at::Tensor all = winograd::convolve(x, {weight, {}});
  EXPECT_TRUE(at::allclose(winograd::convolve(x.narrow(0, 5, 2), {weight, {}}), all.narrow(0, 5, 2), 1e-6, 1e-6));
}

TEST(Winograd, IsForWideFloatLayersOfWidthThree) {
  EXPECT_TRUE(winograd::is_faster(at::zeros({64, 64, 3})));
  EXPECT_FALSE(winograd::is_faster(at::zeros({64, 64, 5})));
  EXPECT_FALSE(winograd::is_faster(at::zeros({64, 4, 3})));
  EXPECT_FALSE(winograd::is_faster(at::zeros({64, 64, 3}, at::kBFloat16)));
}

}  // namespace
}  // namespace cre
