#include "train/data/augmentation.h"

#include <gtest/gtest.h>

#include <cmath>

namespace cre {
namespace {

std::vector<Visit> rows_up_to(std::int64_t count) {
  std::vector<Visit> visits;
  for (std::int64_t row = 0; row < count; ++row) {
    visits.push_back({row, 0});
  }
  return visits;
}

AugmentationPlan plan_of(const AugmentationConfig& config, std::int64_t length, std::uint64_t seed, std::int64_t epoch,
                         const std::vector<Visit>& visits) {
  return plan_augmentation(config, StrandChoice::drawn, length, seed, epoch, visits);
}

TEST(Augmentation, ShiftFillsWithN) {
  const at::Tensor codes = at::tensor({0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3}, at::kByte).view({3, 4});
  const at::Tensor shifted = shift_codes(codes, at::tensor({1, 0, -2}, at::kLong));
  const at::Tensor expected = at::tensor({4, 0, 1, 2, 0, 1, 2, 3, 2, 3, 4, 4}, at::kByte).view({3, 4});
  EXPECT_TRUE(at::equal(shifted, expected));
}

TEST(Augmentation, HappensAsOftenAsAsked) {
  const AugmentationConfig config{.reverse_complement = 0.3, .shift = 0.6, .max_shift = 3, .mask = 0.02};
  const AugmentationPlan plan = plan_of(config, 50, 1, 1, rows_up_to(20000));
  EXPECT_NEAR(plan.flip.to(at::kDouble).mean().item<double>(), 0.3, 0.02);
  // A shift of 0 is one of seven.
  EXPECT_NEAR(plan.shift.ne(0).to(at::kDouble).mean().item<double>(), 0.6 * 6.0 / 7.0, 0.02);
  EXPECT_EQ(plan.shift.max().item<std::int64_t>(), 3);
  EXPECT_EQ(plan.shift.min().item<std::int64_t>(), -3);
  EXPECT_NEAR(plan.hide.to(at::kDouble).mean().item<double>(), 0.02, 0.001);
}

TEST(Augmentation, DirectionalAssaysAreNeverFlipped) {
  const AugmentationPlan plan = plan_of({.reverse_complement = 0.0}, 50, 1, 1, rows_up_to(1000));
  EXPECT_FALSE(plan.flip.any().item<bool>());
  EXPECT_FALSE(plan.shift.defined());
  EXPECT_FALSE(plan.hide.defined());
}

TEST(Augmentation, OfARowDependsOnSeedEpochAndRowNotOnTheBatch) {
  const AugmentationConfig config{.reverse_complement = 0.5, .shift = 0.5, .max_shift = 3, .mask = 0.1};
  const auto rows = rows_up_to(100);
  const AugmentationPlan whole = plan_of(config, 20, 1, 4, rows);
  const std::vector<Visit> some = {{71, 0}, {5, 0}};
  const AugmentationPlan part = plan_of(config, 20, 1, 4, some);
  EXPECT_TRUE(at::equal(part.shift[0], whole.shift[71]));
  EXPECT_TRUE(at::equal(part.hide[1], whole.hide[5]));
  EXPECT_FALSE(at::equal(plan_of(config, 20, 1, 5, rows).flip, whole.flip));
  EXPECT_FALSE(at::equal(plan_of(config, 20, 2, 4, rows).flip, whole.flip));
}

TEST(Augmentation, VisitsOfARowDiffer) {
  const AugmentationConfig config{.reverse_complement = 0.5, .shift = 1.0, .max_shift = 500, .mask = 0.1};
  const std::vector<Visit> copies = {{7, 0}, {7, 1}, {7, 2}}, one = {{7, 2}};
  const AugmentationPlan plan = plan_of(config, 20, 1, 4, copies);
  EXPECT_FALSE(at::equal(plan.hide[0], plan.hide[1]));
  EXPECT_FALSE(at::equal(plan.hide[0], plan.hide[2]));
  EXPECT_FALSE(at::equal(plan.shift[1], plan.shift[2]));
  EXPECT_TRUE(at::equal(plan_of(config, 20, 1, 4, one).hide[0], plan.hide[2]));
}

TEST(Augmentation, StrandsByCopyAreBothAndChangeNothingElse) {
  const AugmentationConfig config{.reverse_complement = 0.5, .shift = 0.5, .max_shift = 3, .mask = 0.1};
  const std::vector<Visit> visits = {{0, 0}, {0, 1}, {5, 1}, {5, 0}, {6, 3}, {6, 2}};
  const AugmentationPlan plan = plan_augmentation(config, StrandChoice::by_copy, 20, 1, 1, visits);
  EXPECT_TRUE(at::equal(plan.flip, at::tensor({0, 1, 1, 0, 1, 0}).to(at::kBool)));
  const AugmentationPlan drawn = plan_of(config, 20, 1, 1, visits);
  EXPECT_TRUE(at::equal(plan.shift, drawn.shift));
  EXPECT_TRUE(at::equal(plan.hide, drawn.hide));
}

TEST(Augmentation, HiddenBasesReachTheNetworkAsZeros) {
  const std::vector<std::uint8_t> codes = {0, 1, 2, 3};
  const SequenceInput input(codes, {4, "", "", ReverseScope::insert}, at::kCPU);
  AugmentationPlan plan = plan_of({.reverse_complement = 0.0}, 4, 1, 1, rows_up_to(1));
  plan.hide = at::ones({1, 4}, at::kBool);
  const at::Tensor onehot = input.onehot(augmented_inserts(input, at::zeros({1}, at::kLong), plan), at::kFloat);
  EXPECT_EQ(onehot.abs().sum().item<float>(), 0.0F);
}

TEST(Augmentation, ShiftedInsertsAreHiddenBehindTheShift) {
  const std::vector<std::uint8_t> codes = {0, 1, 2, 3};
  const SequenceInput input(codes, {4, "", "", ReverseScope::insert}, at::kCPU);
  AugmentationPlan plan = plan_of({.reverse_complement = 0.0}, 4, 1, 1, rows_up_to(1));
  plan.shift = at::tensor({1}, at::kLong);
  plan.hide = at::tensor({0, 0, 1, 0}).to(at::kBool).view({1, 4});
  const at::Tensor inserts = augmented_inserts(input, at::zeros({1}, at::kLong), plan);
  EXPECT_TRUE(at::equal(inserts, at::tensor({4, 0, kMaskedBase, 2}, at::kByte).view({1, 4})));
}

AugmentationConfig mixup(double alpha) {
  AugmentationConfig config;
  config.mixup_alpha = alpha;
  return config;
}

TEST(Mixup, SharesAreFromTheBetaDistribution) {
  constexpr std::int64_t kRows = 40000;
  for (const double alpha : {0.1, 0.4, 1.0, 3.0}) {
    const at::Tensor share = plan_of(mixup(alpha), 50, 1, 1, rows_up_to(kRows)).mixup_share.to(at::kDouble);
    const double variance = 1.0 / (4.0 * (2.0 * alpha + 1.0));
    EXPECT_NEAR(share.mean().item<double>(), 0.5, 5.0 * std::sqrt(variance / kRows)) << alpha;
    EXPECT_NEAR(share.var().item<double>(), variance, 0.03 * variance) << alpha;
    EXPECT_GE(share.min().item<double>(), 0.0);
    EXPECT_LE(share.max().item<double>(), 1.0);
  }
  // Beta(1, 1) is uniform.
  const at::Tensor uniform = plan_of(mixup(1.0), 50, 1, 1, rows_up_to(kRows)).mixup_share;
  EXPECT_NEAR(uniform.lt(0.1F).to(at::kDouble).mean().item<double>(), 0.1, 0.01);
}

TEST(Mixup, SharesDependOnSeedEpochAndRow) {
  const auto share = [](std::uint64_t seed, std::int64_t epoch, const std::vector<Visit>& rows) {
    return plan_of(mixup(0.4), 50, seed, epoch, rows).mixup_share;
  };
  EXPECT_TRUE(at::equal(share(1, 2, {{71, 0}, {5, 0}})[1], share(1, 2, {{5, 0}})[0]));
  EXPECT_FALSE(at::equal(share(1, 2, {{5, 0}}), share(1, 3, {{5, 0}})));
  EXPECT_FALSE(at::equal(share(1, 2, {{5, 0}}), share(2, 2, {{5, 0}})));
}

TEST(Mixup, ChangesNoOtherAugmentation) {
  AugmentationConfig config{.reverse_complement = 0.5, .shift = 0.5, .max_shift = 3, .mask = 0.1};
  const AugmentationPlan without = plan_of(config, 20, 1, 4, rows_up_to(50));
  config.mixup_alpha = 0.2;
  const AugmentationPlan with = plan_of(config, 20, 1, 4, rows_up_to(50));
  EXPECT_FALSE(without.mixup_share.defined());
  EXPECT_TRUE(at::equal(with.flip, without.flip));
  EXPECT_TRUE(at::equal(with.shift, without.shift));
  EXPECT_TRUE(at::equal(with.hide, without.hide));
}

TEST(Mixup, PartnersAreTheNextRowsOfTheBatch) {
  const Mixup pairs = next_row_mixup(at::tensor({0.1F, 0.2F, 0.3F}));
  EXPECT_TRUE(at::equal(pairs.partner, at::tensor({1, 2, 0}, at::kLong)));
  EXPECT_TRUE(at::equal(pairs.share, at::tensor({0.1F, 0.2F, 0.3F})));
  EXPECT_TRUE(at::equal(next_row_mixup(at::ones({1})).partner, at::zeros({1}, at::kLong)));
}

}  // namespace
}  // namespace cre
