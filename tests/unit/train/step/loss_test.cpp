#include "train/step/loss.h"

#include <cmath>

#include "train/expect_values.h"

namespace cre {
namespace {

LossConfig loss_of(LossKind kind) {
  LossConfig config;
  config.kind = kind;
  return config;
}

at::Tensor matrix(const std::vector<float>& values, std::int64_t tasks) {
  return at::tensor(values).view({-1, tasks});
}

at::Tensor element(const LossConfig& config, const at::Tensor& predicted, const at::Tensor& target,
                   const at::Tensor& weight) {
  return element_loss(config, {.activity = predicted, .log_variance = {}, .motif_logits = {}}, target, weight);
}

TEST(Loss, HuberIsSquareThenLinear) {
  const at::Tensor error = matrix({0.5F, -2.0F, 3.0F, 0.0F}, 2), zero = at::zeros({2, 2}), one = at::ones({2, 2});
  LossConfig config = loss_of(LossKind::huber);
  expect_values(element(config, error, zero, one), {0.125, 1.5, 2.5, 0.0});
  config.delta = 2.0;
  expect_values(element(config, error, zero, one), {0.125, 2.0, 4.0, 0.0});
}

TEST(Loss, SquaredError) {
  expect_values(element(loss_of(LossKind::mse), matrix({0.5F, 1.0F}, 2), matrix({0.0F, -2.0F}, 2), at::ones({1, 2})),
                {0.25, 9.0});
}

TEST(Loss, GaussianUsesThePredictedVarianceWithinLimits) {
  const at::Tensor predicted = matrix({2.0F, 2.0F, 0.001F}, 3), target = at::zeros({1, 3});
  const at::Tensor log_variance = matrix({std::log(4.0F), 20.0F, -20.0F}, 3);
  const NetworkOutput output{.activity = predicted, .log_variance = log_variance, .motif_logits = {}};
  expect_values(
      element_loss(loss_of(LossKind::gaussian_nll), output, target, at::ones({1, 3})),
      {(std::log(4.0) + 1.0) / 2.0, (10.0 + 4.0 * std::exp(-10.0)) / 2.0, (-10.0 + 1e-6 * std::exp(10.0)) / 2.0});
}

TEST(Loss, L1WithDivergenceEqualsTheValuesWorkedByHand) {
  // Targets (0, 0): q = 1/2, 1/2. Predictions (0, log 3): r = 1/4, 3/4.
  const at::Tensor predicted = matrix({0.0F, std::log(3.0F)}, 2), target = at::zeros({1, 2}), weight = at::ones({1, 2});
  const double first = 5.0 * 0.5 * std::log(2.0), second = std::log(3.0) + 5.0 * 0.5 * std::log(2.0 / 3.0);
  LossConfig config = loss_of(LossKind::l1_kl);
  expect_values(element(config, predicted, target, weight), {first / 6.0, second / 6.0});
  config.kl_weight = 0.0;
  expect_values(element(config, predicted, target, weight), {0.0, std::log(3.0)});
}

TEST(Loss, L1WithDivergenceIsOverTheMeasuredTasksOfARow) {
  // The same row with a missing task between, and a row where one task alone is measured.
  const at::Tensor predicted = matrix({0.0F, 7.0F, std::log(3.0F), 5.0F, 2.0F, 9.0F}, 3);
  const at::Tensor target = matrix({0.0F, 0.0F, 0.0F, 0.0F, 3.5F, 0.0F}, 3);
  const at::Tensor weight = matrix({1.0F, 0.0F, 0.3F, 0.0F, 2.0F, 0.0F}, 3);
  const at::Tensor loss = element(loss_of(LossKind::l1_kl), predicted, target, weight);
  EXPECT_NEAR(loss[0][0].item<double>(), 5.0 * 0.5 * std::log(2.0) / 6.0, 1e-5);
  EXPECT_NEAR(loss[0][2].item<double>(), (std::log(3.0) + 2.5 * std::log(2.0 / 3.0)) / 6.0, 1e-5);
  EXPECT_NEAR(loss[1][1].item<double>(), 1.5 / 6.0, 1e-5);
}

TEST(Loss, L1WithDivergenceOfOneTaskIsTheScaledError) {
  expect_values(element(loss_of(LossKind::l1_kl), matrix({1.0F, -2.0F}, 1), at::zeros({2, 1}), at::ones({2, 1})),
                {1.0 / 6.0, 2.0 / 6.0});
}

const std::vector<LossKind> kKinds = {LossKind::huber, LossKind::mse, LossKind::gaussian_nll, LossKind::l1_kl};

TEST(Loss, MissingValuesHaveNoGradient) {
  const at::Tensor weight = matrix({1.0F, 0.0F, 0.0F, 0.0F, 2.0F, 0.5F}, 2);  // the second row has no value at all
  for (const LossKind kind : kKinds) {
    at::manual_seed(1);
    const at::Tensor predicted = at::randn({3, 2}).requires_grad_(), variance = at::zeros({3, 2}).requires_grad_();
    const NetworkOutput output{.activity = predicted, .log_variance = variance, .motif_logits = {}};
    weighted_loss(element_loss(loss_of(kind), output, at::zeros({3, 2}), weight), weight, at::ones({2})).backward();
    EXPECT_TRUE(predicted.grad().isfinite().all().item<bool>());
    EXPECT_TRUE(at::equal(predicted.grad().ne(0.0), weight.gt(0.0)));
  }
}

TEST(Loss, IsZeroWithoutAnyMeasuredValue) {
  for (const LossKind kind : kKinds) {
    const at::Tensor predicted = at::ones({2, 3}).requires_grad_(), none = at::zeros({2, 3});
    const NetworkOutput output{.activity = predicted, .log_variance = at::zeros({2, 3}), .motif_logits = {}};
    const at::Tensor loss = weighted_loss(element_loss(loss_of(kind), output, none, none), none, at::ones({3}));
    loss.backward();
    EXPECT_EQ(loss.item<float>(), 0.0F);
    EXPECT_EQ(predicted.grad().abs().sum().item<float>(), 0.0F);
  }
}

TEST(WeightedLoss, TaskWeightsDoNotCountInTheDenominator) {
  // (2 · 1 · 1 + 0.5 · 2 · 3 + 2 · 0 · 9 + 0.5 · 1 · 4) / (1 + 2 + 0 + 1) = 7 / 4.
  const at::Tensor loss = matrix({1.0F, 3.0F, 9.0F, 4.0F}, 2), weight = matrix({1.0F, 2.0F, 0.0F, 1.0F}, 2);
  EXPECT_NEAR(weighted_loss(loss, weight, at::tensor({2.0F, 0.5F})).item<double>(), 7.0 / 4.0, 1e-6);
  expect_values(task_losses(loss, weight), {1.0, (2.0 * 3.0 + 4.0) / 3.0});
}

TEST(TaskLosses, OfATaskWithoutValuesIsZero) {
  expect_values(task_losses(matrix({1.0F, 3.0F}, 2), matrix({1.0F, 0.0F}, 2)), {1.0, 0.0});
}

TEST(StrandDifference, IsTheMeanAbsoluteDifference) {
  const at::Tensor forward = matrix({1.0F, 2.0F, 3.0F, 4.0F}, 2), reverse = matrix({1.5F, 2.0F, 1.0F, 4.0F}, 2);
  EXPECT_NEAR(strand_difference(forward, reverse).item<double>(), 2.5 / 4.0, 1e-6);
}

TEST(MotifLoss, IsTheMeanBinaryCrossEntropy) {
  // Probabilities 1/2, 3/4, 3/4 of motifs that are absent, present, absent.
  const at::Tensor logits = matrix({0.0F, std::log(3.0F), std::log(3.0F)}, 3), present = matrix({0.0F, 1.0F, 0.0F}, 3);
  const double expected = -(std::log(0.5) + std::log(0.75) + std::log(0.25)) / 3.0;
  EXPECT_NEAR(motif_loss(logits, present).item<double>(), expected, 1e-6);
}

TEST(LossConfig, OnlyTheGaussianHasTwoOutputs) {
  for (const LossKind kind : kKinds) {
    EXPECT_EQ(loss_of(kind).outputs(), kind == LossKind::gaussian_nll ? 2 : 1);
  }
}

}  // namespace
}  // namespace cre
