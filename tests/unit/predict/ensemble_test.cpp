#include "predict/ensemble.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

TEST(Ensemble, HasMeanAndSampleDeviation) {
  // 1, 2, 6: mean 3, squares 4 + 1 + 9 = 14, sample variance 7.
  const EnsembleResult result = combine_members({{1.0F, 0.0F}, {2.0F, 0.0F}, {6.0F, 0.0F}}, {1.0, 1.0, 1.0});
  EXPECT_FLOAT_EQ(result.mean[0], 3.0F);
  EXPECT_FLOAT_EQ(result.sd[0], 2.6457513F);
  EXPECT_FLOAT_EQ(result.mean[1], 0.0F);
  EXPECT_FLOAT_EQ(result.sd[1], 0.0F);
}

TEST(Ensemble, OfOneMemberIsThatMemberWithoutDeviation) {
  const EnsembleResult result = combine_members({{1.5F, -2.0F}}, {1.0});
  EXPECT_EQ(result.mean, (std::vector<float>{1.5F, -2.0F}));
  EXPECT_TRUE(result.sd.empty());
}

TEST(Ensemble, VotesCountInTheMeanAndNotInTheDeviation) {
  const EnsembleResult result = combine_members({{1.0F}, {2.0F}, {6.0F}}, {3.0, 0.0, 1.0});
  EXPECT_FLOAT_EQ(result.mean[0], 2.25F);
  EXPECT_FLOAT_EQ(result.sd[0], 2.6457513F);
}

}  // namespace
}  // namespace cre
