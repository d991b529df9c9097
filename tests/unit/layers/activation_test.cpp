// Activations with dropout, residual sum and max-pool against the LibTorch operations they stand for, values and
// gradients.

#include "layers/activation.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include "layers/activation_operations.h"
#include "layers/dropout.h"

namespace cre {
namespace {

struct Kind {
  const char* name;
  Activation activation;
  at::Tensor (*plain)(const at::Tensor&);  // LibTorch's own
};

const std::vector<Kind> kKinds = {
    {"leaky_relu", {ActivationKind::leaky_relu, 0.1}, [](const at::Tensor& x) { return at::leaky_relu(x, 0.1); }},
    {"relu", {ActivationKind::relu, 0.0}, [](const at::Tensor& x) { return at::relu(x); }},
    {"gelu", {ActivationKind::gelu, 0.0}, [](const at::Tensor& x) { return at::gelu(x, "none"); }},
    {"silu", {ActivationKind::silu, 0.0}, [](const at::Tensor& x) { return x * at::sigmoid(x); }}};
const Activation kLeaky{ActivationKind::leaky_relu, 0.1};
const ForwardPass kTraining{.mode = Mode::training, .dtype = at::kFloat, .seed = 5, .step = 9};

at::Tensor image(std::int64_t batch, std::int64_t channels, std::int64_t length) {
  return at::randn({batch, channels, 1, length}).contiguous(at::MemoryFormat::ChannelsLast);
}

// Two leaves with the same values.
std::pair<at::Tensor, at::Tensor> twins(const at::Tensor& x) {
  return {x.clone().requires_grad_(), x.clone().requires_grad_()};
}

// The functions under test may overwrite their argument, so they get a copy that autograd knows.
at::Tensor copy_of(const at::Tensor& leaf) {
  return leaf.clone();
}

void expect_close(const at::Tensor& found, const at::Tensor& expected, const char* what) {
  EXPECT_TRUE(at::allclose(found, expected, 1e-5, 1e-6)) << what;
}

at::Tensor kept(const DropoutMask& mask, const at::Tensor& x) {
  return dropout_keep(mask, x.numel(), at::kCPU)
      .view({x.size(0), x.size(2), x.size(3), x.size(1)})
      .permute({0, 3, 1, 2})
      .to(at::kFloat);
}

TEST(Activation, WithDropoutIsTheActivationTimesTheScaledMask) {
  at::manual_seed(1);
  const at::Tensor weight = image(3, 20, 37);
  const DropoutMask mask = DropoutMask::of(0.3, 5, 9, 4);
  for (const Kind& kind : kKinds) {
    const auto [x, other] = twins(image(3, 20, 37));
    const at::Tensor found = activate(copy_of(x), kind.activation, {.probability = 0.3, .number = 4}, kTraining);
    const at::Tensor expected = kind.plain(other) * kept(mask, x) * mask.scale();
    expect_close(found, expected, kind.name);
    (found * weight).sum().backward();
    (expected * weight).sum().backward();
    expect_close(x.grad(), other.grad(), kind.name);
  }
}

TEST(Activation, DropsNothingInPrediction) {
  for (const Kind& kind : kKinds) {
    const auto [x, other] = twins(image(2, 4, 9));
    const at::Tensor y = activate(copy_of(x), kind.activation, {.probability = 0.9, .number = 0}, ForwardPass{});
    expect_close(y, kind.plain(other), kind.name);
    y.square().sum().backward();
    kind.plain(other).square().sum().backward();
    expect_close(x.grad(), other.grad(), kind.name);
  }
}

TEST(Activation, OfASumGivesBothSidesTheGradient) {
  at::manual_seed(2);
  for (const Kind& kind : kKinds) {
    const auto [x, x2] = twins(image(2, 8, 11));
    const auto [r, r2] = twins(image(2, 8, 11));
    const at::Tensor found = activate_sum(copy_of(x), r, kind.activation), expected = kind.plain(x2 + r2);
    expect_close(found, expected, kind.name);
    found.square().sum().backward();
    expected.square().sum().backward();
    expect_close(x.grad(), x2.grad(), kind.name);
    expect_close(r.grad(), r2.grad(), kind.name);
  }
}

TEST(Activation, PoolEqualsMaxPoolAlsoWhenTheLastWindowIsCut) {
  at::manual_seed(3);
  for (const Kind& kind : kKinds) {
    for (const std::int64_t window : {1, 2, 3}) {
      const auto [x, other] = twins(image(2, 5, 11));
      const at::Tensor found = activate_pool(copy_of(x), window, kind.activation);
      const at::Tensor expected = at::max_pool2d(kind.plain(other), {1, window});
      expect_close(found, expected, kind.name);
      found.square().sum().backward();
      expected.square().sum().backward();
      expect_close(x.grad(), other.grad(), kind.name);
    }
  }
}

TEST(Activation, MaxPoolKeepsNegativeValues) {
  const at::Tensor x = at::tensor({-3.0F, -1.0F, 2.0F, 5.0F, 9.0F}).view({1, 1, 1, 5}).requires_grad_();
  const at::Tensor y = max_pool(x, 2);
  EXPECT_TRUE(at::equal(y, at::tensor({-1.0F, 5.0F}).view({1, 1, 1, 2})));
  y.sum().backward();
  EXPECT_TRUE(at::equal(x.grad().view({5}), at::tensor({0.0F, 1.0F, 0.0F, 1.0F, 0.0F})));
  EXPECT_TRUE(at::equal(max_pool(x, 1), x));
}

TEST(Activation, LeavesWhatAViewLooksAtUnchanged) {
  at::manual_seed(4);
  for (const Kind& kind : kKinds) {
    const auto [base, other] = twins(image(2, 8, 11));
    const at::Tensor values = base.detach().clone();
    const DropoutLayer dropout{.probability = 0.5, .number = 1};
    const at::Tensor view = base.narrow(1, 2, 4), plain = other.narrow(1, 2, 4);
    const at::Tensor found = activate(view, kind.activation, dropout, kTraining).sum() +
                             activate_sum(view, view, kind.activation).sum() +
                             activate_pool(view, 2, kind.activation).sum();
    const at::Tensor keep = kept(DropoutMask::of(0.5, 5, 9, 1), plain);
    const at::Tensor expected = (kind.plain(plain) * keep * 2.0).sum() + kind.plain(2.0 * plain).sum() +
                                at::max_pool2d(kind.plain(plain), {1, 2}).sum();
    EXPECT_TRUE(at::equal(base, values)) << kind.name;
    expect_close(found, expected, kind.name);
    found.backward();
    expected.backward();
    expect_close(base.grad(), other.grad(), kind.name);
  }
}

TEST(Activation, DropAloneKeepsTheSignOfValues) {
  const auto [x, other] = twins(image(3, 20, 37));
  const DropoutMask mask = DropoutMask::of(0.3, 5, 9, 4);
  const at::Tensor found = drop(copy_of(x), {.probability = 0.3, .number = 4}, kTraining);
  const at::Tensor expected = other * kept(mask, x) * mask.scale();
  expect_close(found, expected, "drop");
  found.square().sum().backward();
  expected.square().sum().backward();
  expect_close(x.grad(), other.grad(), "drop");
  EXPECT_TRUE(at::equal(drop(x, {.probability = 0.3, .number = 4}, ForwardPass{}), x));
}

TEST(Activation, OtherDevicesComputeTheSame) {
  at::manual_seed(6);
  const at::Tensor x = image(3, 20, 37);
  const DropoutMask mask = DropoutMask::of(0.3, 5, 9, 4);
  expect_close(activate(x.clone(), kLeaky, {.probability = 0.3, .number = 4}, kTraining),
               operations::activate(x, 0.1, mask), "activate");
  EXPECT_TRUE(at::equal(activate_pool(x.clone(), 3, kLeaky), operations::activate_pool(x, 3, 0.1)));
}

TEST(Activation, Bfloat16RoundsAsLibTorchDoes) {
  at::manual_seed(4);
  const at::Tensor x = image(4, 16, 64).to(at::kBFloat16);
  EXPECT_TRUE(at::equal(activate(x.clone(), kLeaky, {}, ForwardPass{}), at::leaky_relu(x, 0.1)));
}

TEST(Activation, DoesNotDependOnTheNumberOfThreads) {
  at::manual_seed(5);
  const at::Tensor x = image(16, 64, 101);  // more than one piece of work
  const int threads = at::get_num_threads();
  std::vector<at::Tensor> results;
  for (const int count : {1, 2, 3}) {
    at::set_num_threads(count);
    results.push_back(activate(x.clone(), kLeaky, {.probability = 0.5, .number = 1}, kTraining));
  }
  at::set_num_threads(threads);
  EXPECT_TRUE(at::equal(results[0], results[1]));
  EXPECT_TRUE(at::equal(results[0], results[2]));
}

TEST(Activation, OfTwoDimensionsCountsInRowOrder) {
  const at::Tensor x = at::ones({3, 500});
  const at::Tensor keep = dropout_keep(DropoutMask::of(0.25, 5, 9, 2), 1500, at::kCPU).view({3, 500});
  for (const Kind& kind : kKinds) {
    const at::Tensor y = activate(x.clone(), kind.activation, {.probability = 0.25, .number = 2}, kTraining);
    EXPECT_TRUE(at::equal(y.ne(0), keep)) << kind.name;
  }
}

}  // namespace
}  // namespace cre
