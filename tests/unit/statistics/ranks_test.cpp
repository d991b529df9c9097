#include "statistics/ranks.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace cre {
namespace {

using testing::ElementsAre;

const std::vector<double> kValues = {1.2, -0.5, 3.3, 0.0, 2.2, -1.7, 0.4, 1.2};

TEST(Ranks, MidRanksEqualScipyRankdata) {
  EXPECT_THAT(mid_ranks(kValues), ElementsAre(5.5, 2, 8, 3, 7, 1, 4, 5.5));  // scipy.stats.rankdata
}

TEST(Ranks, DistinctOrderGivesEqualValuesOnePosition) {
  const DistinctOrder order = distinct_order(kValues);
  EXPECT_THAT(order.position, ElementsAre(4, 1, 6, 2, 5, 0, 3, 4));
  EXPECT_EQ(order.count, 7U);
}

TEST(Ranks, AllEqualValuesShareTheMiddle) {
  EXPECT_THAT(mid_ranks(std::vector<double>(5, 2.5)), ElementsAre(3, 3, 3, 3, 3));
}

TEST(Ranks, NothingToRank) {
  EXPECT_TRUE(mid_ranks(std::vector<double>{}).empty());
}

TEST(Ranks, NaNIsADefectOfTheCaller) {
  EXPECT_THROW(mid_ranks(std::vector<double>{1.0, std::numeric_limits<double>::quiet_NaN()}), Error);
}

}  // namespace
}  // namespace cre
