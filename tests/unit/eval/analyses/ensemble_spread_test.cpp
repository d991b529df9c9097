#include "eval/analyses/ensemble_spread.h"

#include <cmath>

#include <gtest/gtest.h>

#include "eval/evaluation_fixture.h"

namespace cre {
namespace {

TEST(EnsembleSpread, WorkedByHand) {
  TaskColumn task = testdata::task_column({1, 2, testdata::kNaN, 4}, {2, 0, 5, 8});  // errors 1, 2 and 4
  task.member_sd = {0.1, 0.2, 9.0, 0.6};
  const std::vector<EnsembleSpread> found = ensemble_spread(testdata::evaluated({task}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].n, 3U);
  EXPECT_DOUBLE_EQ(found[0].rho, 1.0);
  EXPECT_NEAR(found[0].mean_sd, 0.3, 1e-15);
  EXPECT_DOUBLE_EQ(found[0].rmse, std::sqrt(7.0));
}

TEST(EnsembleSpread, NoneOfASingleModel) {
  EXPECT_TRUE(ensemble_spread(testdata::simulated(4)).empty());
}

}  // namespace
}  // namespace cre
