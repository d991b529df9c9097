#include "training/task_weights.h"

#include <gtest/gtest.h>

#include <cmath>

namespace cre {
namespace {

void expect_values(const at::Tensor& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.numel(), static_cast<std::int64_t>(expected.size()));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(found[static_cast<std::int64_t>(i)].item<double>(), expected[i], 1e-5) << i;
  }
}

std::vector<double> to_sum(std::vector<double> weights) {
  double sum = 0.0;
  for (const double weight : weights) sum += weight;
  for (double& weight : weights) weight *= static_cast<double>(weights.size()) / sum;
  return weights;
}

// One batch of errors (B, K) with weights; targets are 0.
void observe(TaskWeights& weights, const std::vector<float>& errors, const std::vector<float>& weight) {
  const at::Tensor error = at::tensor(errors).view({-1, 2});
  weights.observe(error, at::zeros_like(error), at::tensor(weight).view({-1, 2}));
}

TEST(TaskWeights, EqualOnesAreOne) {
  TaskWeights weights({}, 3, at::kCPU);
  expect_values(weights.of_epoch(9), {1.0, 1.0, 1.0});
  EXPECT_EQ(weights.penalty().item<float>(), 0.0F);
  EXPECT_TRUE(weights.learned().empty());
}

TaskWeightsConfig inverse_variance(std::int64_t start_epochs, double cap) {
  return {.kind = TaskWeighting::inverse_variance, .start_epochs = start_epochs, .decay = 0.5, .cap = cap};
}

TEST(TaskWeights, InverseVarianceFollowsTheResiduals) {
  TaskWeights weights(inverse_variance(1, 10.0), 2, at::kCPU);
  observe(weights, {1.0F, 2.0F, 3.0F, 4.0F}, {3.0F, 1.0F, 1.0F, 0.0F});  // (3 · 1 + 9) / 4 = 3; 4
  expect_values(weights.of_epoch(1), {1.0, 1.0});
  expect_values(weights.of_epoch(2), to_sum({1.0 / 3.0001, 1.0 / 4.0001}));
  observe(weights, {1.0F, 9.0F, 1.0F, 9.0F}, {1.0F, 0.0F, 1.0F, 0.0F});  // the second task is missing
  expect_values(weights.of_epoch(2), to_sum({1.0 / (0.5 * 3.0 + 0.5 * 1.0 + 1e-4), 1.0 / 4.0001}));
  observe(weights, {0.0F, 2.0F}, {1.0F, 1.0F});
  expect_values(weights.of_epoch(2), to_sum({1.0 / (0.5 * 2.0 + 1e-4), 1.0 / 4.0001}));
}

TEST(TaskWeights, InverseVarianceIsCappedAndScaledAgain) {
  TaskWeights weights(inverse_variance(0, 1.5), 2, at::kCPU);
  expect_values(weights.of_epoch(1), {1.0, 1.0});  // nothing seen yet
  observe(weights, {0.1F, 1.0F}, {1.0F, 1.0F});
  const std::vector<double> uncapped = to_sum({1.0 / 0.0101, 1.0 / 1.0001});
  ASSERT_GT(uncapped[0], 1.5);
  expect_values(weights.of_epoch(1), to_sum({1.5, uncapped[1]}));
}

TEST(TaskWeights, InverseVarianceTakesItsStandardDecay) {
  TaskWeights weights({.kind = TaskWeighting::inverse_variance, .start_epochs = 0, .cap = 10.0}, 2, at::kCPU);
  observe(weights, {2.0F, 1.0F}, {1.0F, 1.0F});
  observe(weights, {0.0F, 1.0F}, {1.0F, 1.0F});
  expect_values(weights.of_epoch(1), to_sum({1.0 / (0.98 * 4.0 + 1e-4), 1.0 / 1.0001}));
}

TEST(TaskWeights, UncertaintyLearnsTheLogVariance) {
  TaskWeights weights({.kind = TaskWeighting::uncertainty}, 2, at::kCPU);
  expect_values(weights.of_epoch(1), {1.0, 1.0});
  ASSERT_EQ(weights.learned().size(), 1U);
  const auto [name, s] = weights.learned().front();
  EXPECT_EQ(name, "task_log_variance");
  {
    const torch::NoGradGuard no_gradients;
    s.copy_(at::tensor({std::log(2.0F), 0.0F}));
  }
  expect_values(weights.of_epoch(1), {0.5, 1.0});
  EXPECT_NEAR(weights.penalty().item<double>(), std::log(2.0) / 2.0, 1e-6);
  // d/ds (exp(-s) L + s / 2) = -exp(-s) L + 1 / 2.
  ((weights.of_epoch(1) * at::tensor({3.0F, 5.0F})).sum() + weights.penalty()).backward();
  expect_values(s.grad(), {-1.5 + 0.5, -5.0 + 0.5});
}

// Two tasks of one weight (2): L0 = (w0 - 3)^2, L1 = (2 w1)^2. Gradients 2 (w0 - 3) and 8 w1.
struct Quadratic {
  at::Tensor w;
  explicit Quadratic(float w0, float w1) : w(at::tensor({w0, w1}).set_requires_grad(true)) {}
  at::Tensor losses() const { return at::stack({(w[0] - 3.0).square(), (2.0 * w[1]).square()}); }
};

TaskWeightsConfig gradnorm(std::int64_t every, double rate = 0.025) {
  return {.kind = TaskWeighting::gradnorm, .alpha = 1.5, .every = every, .rate = rate};
}

void balance(TaskWeights& weights, const Quadratic& model, std::int64_t step) {
  weights.balance(model.losses(), model.w, step);
}

TEST(TaskWeights, GradNormEqualsTwoStepsWorkedByHand) {
  TaskWeights weights(gradnorm(1), 2, at::kCPU);
  balance(weights, Quadratic(1.0F, 1.0F), 0);  // losses 4, 4; norms 4, 8, mean 6: both should have 6
  const std::vector<double> first = to_sum({1.0 + 0.025 * 4.0, 1.0 - 0.025 * 8.0});
  expect_values(weights.of_epoch(1), first);

  balance(weights, Quadratic(2.0F, 1.0F), 1);  // losses 1, 4: progress 1/4, 1, relative 0.4, 1.6; norms 2, 8
  const double g0 = first[0] * 2.0, g1 = first[1] * 8.0, mean = (g0 + g1) / 2.0;
  ASSERT_GT(g0, mean * std::pow(0.4, 1.5));
  ASSERT_LT(g1, mean * std::pow(1.6, 1.5));
  expect_values(weights.of_epoch(1), to_sum({first[0] - 0.025 * 2.0, first[1] + 0.025 * 8.0}));
}

TEST(TaskWeights, GradNormMovesEverySoManySteps) {
  TaskWeights weights(gradnorm(2), 2, at::kCPU);
  balance(weights, Quadratic(1.0F, 1.0F), 0);
  const at::Tensor first = weights.of_epoch(1);
  balance(weights, Quadratic(2.0F, 1.0F), 1);
  EXPECT_TRUE(at::equal(weights.of_epoch(1), first));
  balance(weights, Quadratic(2.0F, 1.0F), 2);
  EXPECT_FALSE(at::equal(weights.of_epoch(1), first));
}

TEST(TaskWeights, GradNormKeepsWeightsAboveZero) {
  TaskWeights weights(gradnorm(1, 10.0), 2, at::kCPU);
  balance(weights, Quadratic(1.0F, 1.0F), 0);  // 1 + 40 and 1 - 80
  expect_values(weights.of_epoch(1), to_sum({41.0, 1e-3}));
}

TEST(TaskWeights, GradNormLeavesNoGradientsAndKeepsTheGraph) {
  TaskWeights weights(gradnorm(1), 2, at::kCPU);
  const Quadratic model(1.0F, 1.0F);
  const at::Tensor losses = model.losses();
  weights.balance(losses, model.w, 0);
  EXPECT_FALSE(model.w.grad().defined());
  EXPECT_NO_THROW(losses.sum().backward());
}

TEST(TaskWeights, GradNormStandsBatchesWithMissingTasks) {
  TaskWeights weights(gradnorm(1), 2, at::kCPU);
  const Quadratic model(1.0F, 1.0F);
  const at::Tensor one = at::tensor({1.0F, 0.0F});
  weights.balance(model.losses() * one, model.w, 0);
  EXPECT_TRUE(weights.of_epoch(1).isfinite().all().item<bool>());
  weights.balance(model.losses() * 0.0, model.w, 1);  // nothing measured at all
  EXPECT_TRUE(weights.of_epoch(1).isfinite().all().item<bool>());
}

TEST(TaskWeights, StateIsEverythingThatChanges) {
  for (const TaskWeightsConfig& config :
       {inverse_variance(0, 10.0), TaskWeightsConfig{.kind = TaskWeighting::uncertainty}, gradnorm(1)}) {
    TaskWeights trained(config, 2, at::kCPU), restored(config, 2, at::kCPU);
    observe(trained, {1.0F, 2.0F}, {1.0F, 1.0F});
    balance(trained, Quadratic(1.0F, 1.0F), 0);
    const torch::NoGradGuard no_gradients;
    for (const auto& [name, value] : trained.learned()) value.copy_(at::tensor({0.5F, -0.5F}));
    const auto from = trained.state(), to = restored.state();
    for (std::size_t i = 0; i < from.size(); ++i) to[i].second.copy_(from[i].second);
    EXPECT_FALSE(at::equal(trained.of_epoch(1), at::ones({2})));
    EXPECT_TRUE(at::equal(restored.of_epoch(1), trained.of_epoch(1)));
    EXPECT_TRUE(at::equal(restored.penalty(), trained.penalty()));
  }
}

}  // namespace
}  // namespace cre
