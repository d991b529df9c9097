// The fused operations against the LibTorch operations they stand for, values and gradients.

#include "model/activation.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include "model/activation_operations.h"
#include "model/dropout.h"

namespace cre {
namespace {

constexpr double kSlope = 0.1;
const DropoutLayer kNoDropout{};

at::Tensor image(std::int64_t batch, std::int64_t channels, std::int64_t length) {
  return at::randn({batch, channels, 1, length}).contiguous(at::MemoryFormat::ChannelsLast);
}

// The function under test may overwrite its argument, so it gets a copy that autograd knows.
at::Tensor copy_of(const at::Tensor& leaf) {
  return leaf.clone();
}

at::Tensor keep_in_place(const DropoutMask& mask, const at::Tensor& x) {
  return dropout_keep(mask, x.numel(), at::kCPU)
      .view({x.size(0), x.size(2), x.size(3), x.size(1)})
      .permute({0, 3, 1, 2})
      .to(at::kFloat);
}

TEST(Activation, WithDropoutEqualsLeakyReluTimesScaledMask) {
  at::manual_seed(1);
  const at::Tensor x = image(3, 20, 37).requires_grad_(), other = x.detach().clone().requires_grad_();
  const ForwardPass pass{.mode = Mode::training, .dtype = at::kFloat, .seed = 5, .step = 9};
  const DropoutLayer dropout{.probability = 0.3, .number = 4};
  const at::Tensor weight = image(3, 20, 37);

  const at::Tensor fused = activate(copy_of(x), kSlope, dropout, pass);
  const DropoutMask mask = DropoutMask::of(0.3, 5, 9, 4);
  EXPECT_TRUE(at::allclose(fused, operations::activate(x, kSlope, mask), 1e-6, 1e-7));  // what a GPU runs
  const at::Tensor plain = at::leaky_relu(other, kSlope) * keep_in_place(mask, x) * mask.scale();
  EXPECT_TRUE(at::allclose(fused, plain, 1e-6, 1e-7));

  (fused * weight).sum().backward();
  (plain * weight).sum().backward();
  EXPECT_TRUE(at::allclose(x.grad(), other.grad(), 1e-6, 1e-7));
}

TEST(Activation, DropsNothingInPrediction) {
  const at::Tensor x = image(2, 4, 9);
  const at::Tensor y = activate(x.clone(), kSlope, {.probability = 0.9, .number = 0}, ForwardPass{});
  EXPECT_TRUE(at::equal(y, at::leaky_relu(x, kSlope)));
}

TEST(Activation, OfASumGivesBothSidesTheGradient) {
  at::manual_seed(2);
  const at::Tensor x = image(2, 8, 11).requires_grad_(), r = image(2, 8, 11).requires_grad_();
  const at::Tensor x2 = x.detach().clone().requires_grad_(), r2 = r.detach().clone().requires_grad_();
  const at::Tensor fused = activate_sum(copy_of(x), r, kSlope), plain = at::leaky_relu(x2 + r2, kSlope);
  EXPECT_TRUE(at::allclose(fused, plain));
  fused.square().sum().backward();
  plain.square().sum().backward();
  EXPECT_TRUE(at::allclose(x.grad(), x2.grad()));
  EXPECT_TRUE(at::allclose(r.grad(), r2.grad()));
}

TEST(Activation, PoolEqualsMaxPoolAlsoWhenTheLastWindowIsCut) {
  at::manual_seed(3);
  for (const std::int64_t window : {1, 2, 3}) {
    const at::Tensor x = image(2, 5, 11).requires_grad_(), other = x.detach().clone().requires_grad_();
    const at::Tensor fused = activate_pool(x, window, kSlope);
    const at::Tensor plain = at::leaky_relu(at::max_pool2d(other, {1, window}), kSlope);
    EXPECT_TRUE(at::allclose(fused, plain)) << window;
    EXPECT_TRUE(at::equal(fused, operations::activate_pool(other, window, kSlope))) << window;  // what a GPU runs
    fused.square().sum().backward();
    plain.square().sum().backward();
    EXPECT_TRUE(at::allclose(x.grad(), other.grad())) << window;
  }
}

TEST(Activation, Bfloat16RoundsAsLibTorchDoes) {
  at::manual_seed(4);
  const at::Tensor x = image(4, 16, 64).to(at::kBFloat16);
  EXPECT_TRUE(at::equal(activate(x.clone(), kSlope, kNoDropout, ForwardPass{}), at::leaky_relu(x, kSlope)));
}

TEST(Activation, DoesNotDependOnTheNumberOfThreads) {
  at::manual_seed(5);
  const at::Tensor x = image(16, 64, 101);  // more than one piece of work
  const ForwardPass pass{.mode = Mode::training, .dtype = at::kFloat, .seed = 1, .step = 2};
  const int threads = at::get_num_threads();
  std::vector<at::Tensor> results;
  for (const int count : {1, 2, 3}) {
    at::set_num_threads(count);
    results.push_back(activate(x.clone(), kSlope, {.probability = 0.5, .number = 1}, pass));
  }
  at::set_num_threads(threads);
  EXPECT_TRUE(at::equal(results[0], results[1]));
  EXPECT_TRUE(at::equal(results[0], results[2]));
}

TEST(Activation, OfTwoDimensionsCountsInRowOrder) {
  const at::Tensor x = at::ones({3, 500});
  const ForwardPass pass{.mode = Mode::training, .dtype = at::kFloat, .seed = 8, .step = 0};
  const at::Tensor y = activate(x.clone(), kSlope, {.probability = 0.25, .number = 2}, pass);
  const at::Tensor keep = dropout_keep(DropoutMask::of(0.25, 8, 0, 2), 1500, at::kCPU).view({3, 500});
  EXPECT_TRUE(at::equal(y.ne(0), keep));
  EXPECT_TRUE(at::equal(y, operations::activate(x, kSlope, DropoutMask::of(0.25, 8, 0, 2))));
}

}  // namespace
}  // namespace cre
