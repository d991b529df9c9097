#include "predict/ensemble_selection.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

namespace cre {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

constexpr double kMasked = std::numeric_limits<double>::quiet_NaN();

TEST(EnsembleSelection, OneMemberIsAllOfIt) {
  const SelectedVotes selected = selected_votes({{1.0F, 2.0F, 4.0F}}, {1.0, 2.0, 3.0}, 1);
  EXPECT_THAT(selected.votes, ElementsAre(1.0));
  EXPECT_DOUBLE_EQ(selected.selected_pearson, selected.equal_pearson);
}

TEST(EnsembleSelection, MembersWhoseErrorsCancelShareTheVotes) {
  // Errors +1, -1, -1, +1 and the opposite: half of each is the measurement itself.
  const SelectedVotes selected =
      selected_votes({{2.0F, 1.0F, 2.0F, 5.0F}, {0.0F, 3.0F, 4.0F, 3.0F}}, {1.0, 2.0, 3.0, 4.0}, 1);
  EXPECT_THAT(selected.votes, ElementsAre(1.0, 1.0));
  EXPECT_THAT(selected.selected_pearson, DoubleNear(1.0, 1e-12));
}

TEST(EnsembleSelection, AMemberThatOnlyHarmsHasNone) {
  const SelectedVotes selected =
      selected_votes({{1.0F, 2.0F, 3.0F, 4.0F}, {4.0F, 3.0F, 2.0F, 1.0F}}, {1.0, 2.0, 3.0, 4.5}, 1);
  EXPECT_THAT(selected.votes, ElementsAre(1.0, 0.0));
  EXPECT_LT(selected.val_pearson[1], 0.0);
  EXPECT_TRUE(std::isnan(selected.equal_pearson)) << "the plain mean is constant";
}

TEST(EnsembleSelection, OfEqualMembersTheFirstIsTaken) {
  EXPECT_THAT(selected_votes({{1.0F, 2.0F, 4.0F}, {1.0F, 2.0F, 4.0F}}, {1.0, 2.0, 3.0}, 1).votes,
              ElementsAre(1.0, 0.0));
}

TEST(EnsembleSelection, MaskedRowsAndConstantTasksDoNotCount) {
  // Task 0 decides for the second member but for its masked row; task 1 was measured alike everywhere.
  const SelectedVotes selected = selected_votes(
      {{3.0F, 1.0F, 1.0F, 2.0F, 2.0F, 3.0F, 9.0F, 4.0F}, {1.0F, 0.0F, 2.0F, 0.0F, 3.0F, 0.0F, -9.0F, 0.0F}},
      {1.0, 5.0, 2.0, 5.0, 3.0, 5.0, kMasked, 5.0}, 2);
  EXPECT_THAT(selected.votes, ElementsAre(0.0, 1.0));
  EXPECT_THAT(selected.selected_pearson, DoubleNear(1.0, 1e-12));
}

TEST(EnsembleSelection, WithoutAnyCorrelationAllCountAlike) {
  const SelectedVotes selected = selected_votes({{1.0F, 1.0F}, {2.0F, 2.0F}}, {1.0, 2.0}, 1);
  EXPECT_THAT(selected.votes, ElementsAre(1.0, 1.0));
  EXPECT_TRUE(std::isnan(selected.selected_pearson));
}

}  // namespace
}  // namespace cre
