// Task weights that balance gradients (Chen et al. 2018).

#include <cmath>

#include "train/expect_values.h"
#include "train/step/task_weights.h"

namespace cre {
namespace {

// Two tasks of one weight (2): L0 = (w0 - 3)^2, L1 = (2 w1)^2. Gradients 2 (w0 - 3) and 8 w1.
struct Quadratic {
  at::Tensor w;
  Quadratic(float w0, float w1) : w(at::tensor({w0, w1}).set_requires_grad(true)) {}
  at::Tensor losses() const { return at::stack({(w[0] - 3.0).square(), (2.0 * w[1]).square()}); }
};

TaskWeightsConfig gradnorm(std::int64_t every, double rate = 0.025) {
  return {.kind = TaskWeighting::gradnorm, .alpha = 1.5, .every = every, .rate = rate};
}

void balance(TaskWeights& weights, const Quadratic& model) {
  weights.balance(model.losses(), model.w);
}

TEST(GradNorm, EqualsTwoStepsWorkedByHand) {
  TaskWeights weights(gradnorm(1), 2, at::kCPU);
  balance(weights, Quadratic(1.0F, 1.0F));  // losses 4, 4; norms 4, 8, mean 6: both should have 6
  const std::vector<double> first = to_sum({1.0 + 0.025 * 4.0, 1.0 - 0.025 * 8.0});
  expect_values(weights.of_epoch(1), first);

  balance(weights, Quadratic(2.0F, 1.0F));  // losses 1, 4: progress 1/4, 1, relative 0.4, 1.6; norms 2, 8
  const double g0 = first[0] * 2.0, g1 = first[1] * 8.0, mean = (g0 + g1) / 2.0;
  ASSERT_GT(g0, mean * std::pow(0.4, 1.5));
  ASSERT_LT(g1, mean * std::pow(1.6, 1.5));
  expect_values(weights.of_epoch(1), to_sum({first[0] - 0.025 * 2.0, first[1] + 0.025 * 8.0}));
}

TEST(GradNorm, HasItsTurnEverySoManySteps) {
  const TaskWeights weights(gradnorm(2), 2, at::kCPU), equal({}, 2, at::kCPU);
  EXPECT_TRUE(weights.are_balanced_after(0));
  EXPECT_FALSE(weights.are_balanced_after(1));
  EXPECT_TRUE(weights.are_balanced_after(2));
  EXPECT_FALSE(equal.are_balanced_after(0));
}

TEST(GradNorm, KeepsWeightsAboveZero) {
  TaskWeights weights(gradnorm(1, 10.0), 2, at::kCPU);
  balance(weights, Quadratic(1.0F, 1.0F));  // 1 + 40 and 1 - 80
  expect_values(weights.of_epoch(1), to_sum({41.0, 1e-3}));
}

TEST(GradNorm, LeavesNoGradientsAndKeepsTheGraph) {
  TaskWeights weights(gradnorm(1), 2, at::kCPU);
  const Quadratic model(1.0F, 1.0F);
  const at::Tensor losses = model.losses();
  weights.balance(losses, model.w);
  EXPECT_FALSE(model.w.grad().defined());
  EXPECT_NO_THROW(losses.sum().backward());
}

TEST(GradNorm, StartsATaskWhenItIsMeasured) {
  TaskWeights weights(gradnorm(1), 2, at::kCPU);
  const Quadratic first(1.0F, 1.0F);
  // The second task is missing: norms 4, 0, both should have 2, and a norm of 0 moves nothing.
  weights.balance(first.losses() * at::tensor({1.0F, 0.0F}), first.w);
  const std::vector<double> after = to_sum({1.0 - 0.025 * 4.0, 1.0});
  expect_values(weights.of_epoch(1), after);
  // Losses 1, 4 with the first values 4, 4: relative progress 0.4, 1.6.
  balance(weights, Quadratic(2.0F, 1.0F));
  const double mean = (after[0] * 2.0 + after[1] * 8.0) / 2.0;
  ASSERT_GT(after[0] * 2.0, mean * std::pow(0.4, 1.5));
  ASSERT_LT(after[1] * 8.0, mean * std::pow(1.6, 1.5));
  expect_values(weights.of_epoch(1), to_sum({after[0] - 0.025 * 2.0, after[1] + 0.025 * 8.0}));
}

TEST(GradNorm, StandsABatchWithoutAnyMeasuredValue) {
  for (const bool is_first : {true, false}) {
    TaskWeights weights(gradnorm(1), 2, at::kCPU);
    const Quadratic model(1.0F, 1.0F);
    if (!is_first) {
      balance(weights, model);
    }
    const at::Tensor before = weights.of_epoch(1);
    weights.balance(model.losses() * 0.0, model.w);
    EXPECT_TRUE(at::allclose(weights.of_epoch(1), before, 1e-6, 0.0));
  }
}

}  // namespace
}  // namespace cre
