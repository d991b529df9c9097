#include "layers/dropout.h"

#include <gtest/gtest.h>

#include "core/random.h"

namespace cre {
namespace {

TEST(Dropout, UsesTheNumbersOfTheRandomStream) {
  const DropoutMask mask = DropoutMask::of(0.4, 0x123456789ABCULL, 0x1FFFFFFFFULL, 6);
  const at::Tensor keep = dropout_keep(mask, 2 * kDropoutChunk, at::kCPU);
  RandomStream stream(RandomPurpose::dropout, 0x123456789ABCULL, 0x1FFFFFFFFULL, 6);
  for (std::int64_t block = 0; block < 2 * kDropoutChunk / 8; ++block) {
    const std::int64_t chunk = block / 128, j = block % 128;
    for (std::int64_t word = 0; word < 4; ++word) {
      const std::uint32_t value = stream.next_u32();
      const std::int64_t low = chunk * kDropoutChunk + 128 * (2 * word) + j;
      EXPECT_EQ(keep[low].item<bool>(), (value & 0xFFFFU) >= mask.threshold);
      EXPECT_EQ(keep[low + 128].item<bool>(), (value >> 16U) >= mask.threshold);
    }
  }
}

TEST(Dropout, ReadsTheStepOnTheDeviceWhereThereIsOne) {
  const std::uint64_t step = 0x1FFFFFFFFULL;
  DropoutMask mask = DropoutMask::of(0.4, 5, 0, 6);
  mask.step_on_device = at::full({}, static_cast<std::int64_t>(step), at::kLong);
  EXPECT_TRUE(
      at::equal(dropout_keep(mask, 5000, at::kCPU), dropout_keep(DropoutMask::of(0.4, 5, step, 6), 5000, at::kCPU)));
}

TEST(Dropout, KeepsTheStatedShare) {
  constexpr std::int64_t kCount = 1 << 20;
  for (const double probability : {0.05, 0.15, 0.5}) {
    const DropoutMask mask = DropoutMask::of(probability, 1, 2, 3);
    const double kept = dropout_keep(mask, kCount, at::kCPU).to(at::kDouble).mean().item<double>();
    // Five standard deviations of a binomial share.
    EXPECT_NEAR(kept, 1.0 - probability, 5.0 * std::sqrt(probability * (1.0 - probability) / kCount));
    EXPECT_NEAR(static_cast<double>(mask.scale()) * (1.0 - probability), 1.0, 1e-4);
  }
}

TEST(Dropout, MasksOfStepsLayersAndSeedsDiffer) {
  const auto mask = [](std::uint64_t seed, std::uint64_t step, std::uint32_t layer) {
    return dropout_keep(DropoutMask::of(0.5, seed, step, layer), 4096, at::kCPU);
  };
  const at::Tensor base = mask(1, 1, 1);
  for (const at::Tensor& other : {mask(2, 1, 1), mask(1, 2, 1), mask(1, 1, 2)}) {
    const double agreeing = base.eq(other).to(at::kDouble).mean().item<double>();
    EXPECT_NEAR(agreeing, 0.5, 0.05);
  }
  EXPECT_TRUE(at::equal(base, mask(1, 1, 1)));
}

TEST(Dropout, ProbabilityZeroKeepsAll) {
  EXPECT_TRUE(dropout_keep(DropoutMask::of(0.0, 1, 1, 1), 100, at::kCPU).all().item<bool>());
  EXPECT_FLOAT_EQ(DropoutMask::of(0.0, 1, 1, 1).scale(), 1.0F);
}

}  // namespace
}  // namespace cre
