#include "train/step/loss_scale.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

void steps(LossScale& scale, std::int64_t count, bool finite) {
  for (std::int64_t i = 0; i < count; ++i) {
    scale.update(finite);
  }
}

TEST(LossScale, StaysOneWithoutFloat16) {
  LossScale scale(LossScale::Kind::none);
  steps(scale, 5000, true);
  steps(scale, 3, false);
  EXPECT_EQ(scale.value(), 1.0);
}

TEST(LossScale, HalvesAtOverflowDownToOne) {
  LossScale scale(LossScale::Kind::dynamic);
  EXPECT_EQ(scale.value(), 65536.0);
  steps(scale, 1, false);
  EXPECT_EQ(scale.value(), 32768.0);
  steps(scale, 15, false);
  EXPECT_EQ(scale.value(), 1.0);
  steps(scale, 1, false);
  EXPECT_EQ(scale.value(), 1.0);
}

TEST(LossScale, DoublesAfterTwoThousandStepsWithoutOverflow) {
  LossScale scale(LossScale::Kind::dynamic);
  steps(scale, 1999, true);
  EXPECT_EQ(scale.value(), 65536.0);
  steps(scale, 1, false);  // the count starts again
  steps(scale, 1999, true);
  EXPECT_EQ(scale.value(), 32768.0);
  steps(scale, 1, true);
  EXPECT_EQ(scale.value(), 65536.0);
  steps(scale, 20 * 2000, true);
  EXPECT_EQ(scale.value(), 16777216.0);
}

TEST(LossScale, GoesOnFromItsState) {
  LossScale scale(LossScale::Kind::dynamic), restored(LossScale::Kind::dynamic);
  steps(scale, 1, false);
  steps(scale, 1500, true);
  restored.restore(nlohmann::json::parse(scale.state().dump()));
  steps(restored, 499, true);
  EXPECT_EQ(restored.value(), 32768.0);
  steps(restored, 1, true);
  EXPECT_EQ(restored.value(), 65536.0);
}

}  // namespace
}  // namespace cre
