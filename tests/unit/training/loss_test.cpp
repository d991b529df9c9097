#include "training/loss.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

TEST(HuberLoss, EqualsTheValueWorkedByHand) {
  // Errors 0.5, 2, 3 (masked), 0: losses 0.125, 1.5, -, 0 with weights 1, 2, 0, 1: (0.125 + 3 + 0) / 4.
  const at::Tensor predicted = at::tensor({0.5F, 2.0F, 3.0F, 1.0F}).view({2, 2});
  const at::Tensor target = at::tensor({0.0F, 0.0F, 0.0F, 1.0F}).view({2, 2});
  const at::Tensor weight = at::tensor({1.0F, 2.0F, 0.0F, 1.0F}).view({2, 2});
  EXPECT_NEAR(huber_loss(predicted, target, weight, 1.0).item<double>(), 3.125 / 4.0, 1e-6);
}

TEST(HuberLoss, DeltaMovesTheChangeFromSquareToLinear) {
  const at::Tensor error = at::tensor({3.0F}).view({1, 1}), zero = at::zeros({1, 1}), one = at::ones({1, 1});
  EXPECT_NEAR(huber_loss(error, zero, one, 2.0).item<double>(), 2.0 * (3.0 - 1.0), 1e-6);
  EXPECT_NEAR(huber_loss(error, zero, one, 5.0).item<double>(), 4.5, 1e-6);
}

TEST(HuberLoss, IsZeroWithoutAnyMeasuredValue) {
  const at::Tensor x = at::ones({2, 3}).requires_grad_();
  const at::Tensor loss = huber_loss(x, at::zeros({2, 3}), at::zeros({2, 3}), 1.0);
  loss.backward();
  EXPECT_EQ(loss.item<float>(), 0.0F);
  EXPECT_EQ(x.grad().abs().sum().item<float>(), 0.0F);
}

}  // namespace
}  // namespace cre
