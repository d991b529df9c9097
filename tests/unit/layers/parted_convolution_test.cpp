#include "layers/parted_convolution.h"

#include <gtest/gtest.h>

#include <ATen/Parallel.h>

#include "layers/onednn.h"
#include "layers/winograd.h"

namespace cre {
namespace {

class PartedConvolution : public ::testing::TestWithParam<int> {
 protected:
  PartedConvolution() : before_(at::get_num_threads()) { at::set_num_threads(GetParam()); }
  ~PartedConvolution() override { at::set_num_threads(before_); }

 private:
  int before_;
};

at::Tensor random(at::IntArrayRef shape) {
  return at::randn(shape).contiguous(at::MemoryFormat::ChannelsLast);
}

constexpr std::int64_t kLength = 20;

struct Case {
  std::int64_t batch, inputs, outputs, kernel, dilation, groups;
  bool bias;
};

void expect_as_plain(const Case& c) {
  torch::manual_seed(1);
  const std::int64_t padding = (c.kernel - 1) / 2 * c.dilation;
  const ConvolutionGeometry geometry{{0, padding}, {1, c.dilation}, c.groups};
  const at::Tensor x = random({c.batch, c.inputs, 1, kLength}).requires_grad_(true);
  const at::Tensor weight = at::randn({c.outputs, c.inputs / c.groups, 1, c.kernel}).requires_grad_(true);
  const at::Tensor bias = c.bias ? at::randn({c.outputs}).requires_grad_(true) : at::Tensor();
  const at::Tensor by_output = random({c.batch, c.outputs, 1, kLength});
  std::vector<at::Tensor> leaves{x, weight};
  if (c.bias) {
    leaves.push_back(bias);
  }
  const at::Tensor plain = at::conv2d(x, weight, bias, {1, 1}, geometry.padding, geometry.dilation, geometry.groups);
  const at::Tensor parted = parted_convolution(x, weight, bias, geometry);
  const bool by_winograd = onednn::is_for(x) && winograd::is_faster(weight.squeeze(2), c.dilation, c.groups, kLength);
  EXPECT_EQ(parted.equal(plain), !by_winograd);
  EXPECT_TRUE(parted.allclose(plain, 1e-4, 1e-4));
  const auto expected = torch::autograd::grad({plain}, leaves, {by_output});
  const auto found = torch::autograd::grad({parted}, leaves, {by_output});
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    EXPECT_TRUE(found[i].allclose(expected[i], 1e-4, 1e-4)) << i;
  }
}

TEST_P(PartedConvolution, HasTheGradientsOfAPlainOne) {
  expect_as_plain({.batch = 16, .inputs = 8, .outputs = 16, .kernel = 3, .dilation = 1, .groups = 1, .bias = true});
  expect_as_plain({.batch = 7, .inputs = 16, .outputs = 16, .kernel = 5, .dilation = 2, .groups = 1, .bias = false});
  expect_as_plain({.batch = 1, .inputs = 4, .outputs = 8, .kernel = 1, .dilation = 1, .groups = 1, .bias = false});
}

TEST_P(PartedConvolution, HasThemOfDepthwiseOnes) {
  expect_as_plain({.batch = 6, .inputs = 16, .outputs = 16, .kernel = 3, .dilation = 1, .groups = 16, .bias = true});
  expect_as_plain({.batch = 19, .inputs = 37, .outputs = 37, .kernel = 9, .dilation = 1, .groups = 37, .bias = false});
  expect_as_plain({.batch = 3, .inputs = 8, .outputs = 8, .kernel = 7, .dilation = 5, .groups = 8, .bias = true});
  expect_as_plain({.batch = 3, .inputs = 8, .outputs = 16, .kernel = 3, .dilation = 1, .groups = 8, .bias = true});
}

TEST_P(PartedConvolution, SumsDepthwiseGradientsInFloat) {
  torch::manual_seed(3);
  const at::Tensor x = random({64, 20, 1, 50}).to(at::kBFloat16), by_output = random({64, 20, 1, 50}).to(at::kBFloat16);
  const at::Tensor weight = at::randn({20, 1, 1, 9}).to(at::kBFloat16).requires_grad_(true);
  const at::Tensor y = parted_convolution(x, weight, at::Tensor(), {{0, 4}, {1, 1}, 20});
  const at::Tensor found = torch::autograd::grad({y}, {weight}, {by_output}).front();
  const at::Tensor exact = std::get<1>(
      at::convolution_backward(by_output.to(at::kDouble), x.to(at::kDouble), weight.detach().to(at::kDouble),
                               c10::nullopt, {1, 1}, {0, 4}, {1, 1}, false, {0, 0}, 20, {false, true, false}));
  EXPECT_TRUE(found.to(at::kDouble).allclose(exact, 0.004, 1e-3));  // 2^-8: the rounding of the result
}

TEST_P(PartedConvolution, HasThemByWinogradAsWell) {
  expect_as_plain({.batch = 9, .inputs = 64, .outputs = 80, .kernel = 3, .dilation = 1, .groups = 1, .bias = true});
  expect_as_plain({.batch = 3, .inputs = 96, .outputs = 64, .kernel = 3, .dilation = 2, .groups = 1, .bias = false});
}

TEST_P(PartedConvolution, LeavesOutTheGradientOfInputsThatNeedNone) {
  const at::Tensor x = random({4, 4, 1, 20});
  const at::Tensor weight = at::randn({8, 4, 1, 3}).requires_grad_(true);
  const ConvolutionGeometry geometry{{0, 1}, {1, 1}, 1};
  parted_convolution(x, weight, at::Tensor(), geometry).sum().backward();
  EXPECT_TRUE(weight.grad().defined());
  EXPECT_FALSE(x.grad().defined());
}

TEST_P(PartedConvolution, GivesEqualBytesEachTime) {
  torch::manual_seed(2);
  const at::Tensor x = random({32, 16, 1, 20}).to(at::kBFloat16);
  const at::Tensor weight = at::randn({16, 16, 1, 3}).to(at::kBFloat16).requires_grad_(true);
  const auto gradient = [&] {
    const at::Tensor y = parted_convolution(x, weight, at::Tensor(), {{0, 1}, {1, 1}, 1});
    return torch::autograd::grad({y.square().sum()}, {weight}).front();
  };
  const at::Tensor first = gradient();
  EXPECT_EQ(first.scalar_type(), at::kBFloat16);
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(gradient().equal(first));
  }
}

// In float32, without AVX512-BF16, oneDNN's gradient by the weights of width 1 waited for ever for a second thread when
// the first operation of LibTorch in a thread of ours set the number of threads anew. A process of its own, as ctest
// runs it, has such threads.
TEST(PartedConvolutionOfFreshThreads, Ends) {
  at::set_num_threads(2);
  const at::Tensor x = at::randn({17, 16, 1, 100}).contiguous(at::MemoryFormat::ChannelsLast).requires_grad_(true);
  const at::Tensor weight = at::randn({16, 16, 1, 1}).requires_grad_(true), bias = at::randn({16}).requires_grad_(true);
  const at::Tensor y = parted_convolution(x, weight, bias, {{0, 0}, {1, 1}, 1});
  const auto gradients = torch::autograd::grad({y}, {weight, bias}, {at::ones_like(y)});
  EXPECT_TRUE(gradients[1].allclose(at::full({16}, 1700.0)));
}

INSTANTIATE_TEST_SUITE_P(Threads, PartedConvolution, ::testing::Values(1, 2, 3));

}  // namespace
}  // namespace cre
