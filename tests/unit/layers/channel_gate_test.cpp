#include "layers/channel_gate.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

at::Tensor random(at::IntArrayRef shape, at::ScalarType type) {
  return at::randn(shape).contiguous(at::MemoryFormat::ChannelsLast).to(type);
}

// The numbers themselves are exact in float64; what is left is the rounding of results.
void expect_near(const at::Tensor& found, const at::Tensor& exact) {
  const double relative = found.scalar_type() == at::kBFloat16 ? 0.004 : 1e-5;
  EXPECT_TRUE(found.to(at::kDouble).allclose(exact, relative, relative)) << found.scalar_type();
}

class ChannelGate : public testing::TestWithParam<at::ScalarType> {
 protected:
  ChannelGate() { torch::manual_seed(4); }
};

TEST_P(ChannelGate, MeanOverPositionsAndItsGradient) {
  const at::Tensor x = random({5, 37, 1, 21}, GetParam()).requires_grad_(true);
  const at::Tensor exact_x = x.detach().to(at::kDouble).requires_grad_(true);
  const at::Tensor by_output = at::randn({5, 37}).to(GetParam());
  const at::Tensor mean = position_mean(x), exact = exact_x.mean({2, 3});
  expect_near(mean, exact);
  const at::Tensor grad = torch::autograd::grad({mean}, {x}, {by_output}).front();
  EXPECT_EQ(grad.is_contiguous(at::MemoryFormat::ChannelsLast), GetParam() != at::kDouble);  // that one has no kernel
  expect_near(grad, torch::autograd::grad({exact}, {exact_x}, {by_output.to(at::kDouble)}).front());
}

TEST_P(ChannelGate, ProductAndItsGradients) {
  const at::Tensor x = random({4, 19, 1, 30}, GetParam()).requires_grad_(true);
  const at::Tensor gate = at::randn({4, 19}).to(GetParam()).requires_grad_(true);
  const at::Tensor exact_x = x.detach().to(at::kDouble).requires_grad_(true);
  const at::Tensor exact_gate = gate.detach().to(at::kDouble).requires_grad_(true);
  const at::Tensor by_output = random({4, 19, 1, 30}, GetParam());
  const at::Tensor y = gated(x, gate), exact = exact_x * exact_gate.unsqueeze(2).unsqueeze(3);
  expect_near(y, exact);
  const auto found = torch::autograd::grad({y}, {x, gate}, {by_output});
  const auto expected = torch::autograd::grad({exact}, {exact_x, exact_gate}, {by_output.to(at::kDouble)});
  expect_near(found[0], expected[0]);
  expect_near(found[1], expected[1]);
}

TEST_P(ChannelGate, TakesInputsInAnyOrderOfMemory) {
  const at::Tensor x = at::randn({3, 8, 1, 6}).to(GetParam()), gate = at::randn({8, 3}).to(GetParam()).t();
  const at::Tensor ordered = x.contiguous(at::MemoryFormat::ChannelsLast);
  EXPECT_TRUE(at::equal(position_mean(x), position_mean(ordered)));
  EXPECT_TRUE(at::equal(gated(x, gate), gated(ordered, gate.contiguous())));
}

INSTANTIATE_TEST_SUITE_P(Numbers, ChannelGate, testing::Values(at::kFloat, at::kBFloat16, at::kDouble));

}  // namespace
}  // namespace cre
