#include "training/augmentation.h"

#include <gtest/gtest.h>

#include <numeric>

namespace cre {
namespace {

std::vector<std::int64_t> rows_up_to(std::int64_t count) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(count));
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

TEST(Augmentation, ShiftFillsWithN) {
  const at::Tensor codes = at::tensor({0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3}, at::kByte).view({3, 4});
  const at::Tensor shifted = shift_codes(codes, at::tensor({1, 0, -2}, at::kLong));
  const at::Tensor expected = at::tensor({4, 0, 1, 2, 0, 1, 2, 3, 2, 3, 4, 4}, at::kByte).view({3, 4});
  EXPECT_TRUE(at::equal(shifted, expected));
}

TEST(Augmentation, HappensAsOftenAsAsked) {
  const AugmentationConfig config{.reverse_complement = 0.3, .shift = 0.6, .max_shift = 3, .mask = 0.02};
  const AugmentationPlan plan = plan_augmentation(config, 50, 1, 1, rows_up_to(20000));
  EXPECT_NEAR(plan.flip.to(at::kDouble).mean().item<double>(), 0.3, 0.02);
  // A shift of 0 is one of seven.
  EXPECT_NEAR(plan.shift.ne(0).to(at::kDouble).mean().item<double>(), 0.6 * 6.0 / 7.0, 0.02);
  EXPECT_EQ(plan.shift.max().item<std::int64_t>(), 3);
  EXPECT_EQ(plan.shift.min().item<std::int64_t>(), -3);
  EXPECT_NEAR(plan.hide.to(at::kDouble).mean().item<double>(), 0.02, 0.001);
}

TEST(Augmentation, DirectionalAssaysAreNeverFlipped) {
  const AugmentationPlan plan = plan_augmentation({.reverse_complement = 0.0}, 50, 1, 1, rows_up_to(1000));
  EXPECT_FALSE(plan.flip.any().item<bool>());
  EXPECT_FALSE(plan.shift.defined());
  EXPECT_FALSE(plan.hide.defined());
}

TEST(Augmentation, OfARowDependsOnSeedEpochAndRowNotOnTheBatch) {
  const AugmentationConfig config{.reverse_complement = 0.5, .shift = 0.5, .max_shift = 3, .mask = 0.1};
  const auto rows = rows_up_to(100);
  const AugmentationPlan whole = plan_augmentation(config, 20, 1, 4, rows);
  const std::vector<std::int64_t> some = {71, 5};
  const AugmentationPlan part = plan_augmentation(config, 20, 1, 4, some);
  EXPECT_TRUE(at::equal(part.shift[0], whole.shift[71]));
  EXPECT_TRUE(at::equal(part.hide[1], whole.hide[5]));
  EXPECT_FALSE(at::equal(plan_augmentation(config, 20, 1, 5, rows).flip, whole.flip));
  EXPECT_FALSE(at::equal(plan_augmentation(config, 20, 2, 4, rows).flip, whole.flip));
}

TEST(Augmentation, HiddenBasesReachTheNetworkAsZeros) {
  const std::vector<std::uint8_t> codes = {0, 1, 2, 3};
  const SequenceInput input(codes, {4, "", "", ReverseScope::insert}, at::kCPU);
  const AugmentationPlan plan{.flip = at::zeros({1}, at::kBool), .shift = {}, .hide = at::ones({1, 4}, at::kBool)};
  const std::vector<std::int64_t> rows = {0};
  const at::Tensor onehot = input.onehot(augmented_codes(input, rows, plan), at::kFloat);
  EXPECT_EQ(onehot.abs().sum().item<float>(), 0.0F);
}

}  // namespace
}  // namespace cre
