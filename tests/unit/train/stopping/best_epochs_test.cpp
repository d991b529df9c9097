#include "train/stopping/best_epochs.h"

#include <gmock/gmock.h>

#include <cmath>

namespace cre {
namespace {

using ::testing::ElementsAre;

const double kNan = std::nan("");

std::vector<std::int64_t> ranking(const BestEpochs& best) {
  std::vector<std::int64_t> epochs;
  for (const RankedEpoch& epoch : best.ranked()) {
    epochs.push_back(epoch.epoch);
  }
  return epochs;
}

struct Offer {
  double pearson = 0.0, tie_value = 0.0;
};

// Offers epochs 1, 2, ... with these values.
BestEpochs after(double margin, const std::vector<Offer>& offers) {
  BestEpochs best(margin);
  std::optional<std::int64_t> dropped;
  for (std::size_t i = 0; i < offers.size(); ++i) {
    best.offer({static_cast<std::int64_t>(i + 1), offers[i].pearson, offers[i].tie_value, {}}, dropped);
  }
  return best;
}

TEST(BestEpochs, KeepsThreeAndPrefersTheEarlierOfEqualOnes) {
  BestEpochs best(0.0);
  std::optional<std::int64_t> dropped;
  EXPECT_TRUE(best.offer({1, 0.2, kNan, {}}, dropped));
  EXPECT_TRUE(best.offer({2, kNan, kNan, {}}, dropped));
  EXPECT_TRUE(best.offer({3, 0.5, kNan, {}}, dropped));
  EXPECT_FALSE(dropped.has_value());
  EXPECT_TRUE(best.offer({4, 0.5, kNan, {}}, dropped));
  EXPECT_EQ(dropped, 2);
  EXPECT_FALSE(best.offer({5, 0.2, kNan, {}}, dropped));
  EXPECT_FALSE(dropped.has_value());
  EXPECT_THAT(ranking(best), ElementsAre(3, 4, 1));
}

TEST(BestEpochs, TiesGoToTheLargerValue) {
  // Within .01 of .50 are epochs 1, 2 and 3.
  EXPECT_THAT(ranking(after(0.01, {{0.50, 1.0}, {0.495, 2.0}, {0.491, 1.5}})), ElementsAre(2, 3, 1));
  // Epoch 1 is not, whatever its value.
  EXPECT_THAT(ranking(after(0.01, {{0.40, 9.0}, {0.50, 1.0}, {0.495, 2.0}})), ElementsAre(3, 2, 1));
  // Nor are two epochs near each other tied that are both far from the highest.
  EXPECT_THAT(ranking(after(0.01, {{0.40, 1.0}, {0.399, 2.0}, {0.50, 0.0}})), ElementsAre(3, 1, 2));
}

TEST(BestEpochs, AGrowingMaximumUndoesTies) {
  // 1 and 2 are tied, and 2 is better; the maximum of epoch 3 leaves both after it.
  EXPECT_THAT(ranking(after(0.01, {{0.50, 1.0}, {0.495, 2.0}})), ElementsAre(2, 1));
  EXPECT_THAT(ranking(after(0.01, {{0.50, 1.0}, {0.495, 2.0}, {0.60, 0.0}})), ElementsAre(3, 1, 2));
  // The best three are never the same as the three largest here: 4 ties with 3 and its value is larger.
  EXPECT_THAT(ranking(after(0.01, {{0.50, 1.0}, {0.495, 2.0}, {0.60, 0.0}, {0.592, 1.0}})), ElementsAre(4, 3, 1));
}

TEST(BestEpochs, AnUndefinedTieValueIsTheSmallest) {
  EXPECT_THAT(ranking(after(0.01, {{0.50, kNan}, {0.495, -5.0}, {0.499, kNan}})), ElementsAre(2, 1, 3));
  EXPECT_THAT(ranking(after(0.01, {{0.495, kNan}, {0.50, kNan}})), ElementsAre(2, 1));
}

TEST(BestEpochs, UndefinedCorrelationsAreTiedWithEachOtherOnly) {
  EXPECT_THAT(ranking(after(0.1, {{kNan, 1.0}, {kNan, 2.0}})), ElementsAre(2, 1));
  EXPECT_THAT(ranking(after(0.1, {{kNan, 9.0}, {-1.0, 1.0}})), ElementsAre(2, 1));
}

TEST(BestEpochs, GoesOnFromItsState) {
  BestEpochs best = after(0.01, {{0.50, 1.0}, {kNan, kNan}, {0.45, 3.0}});
  BestEpochs restored(0.01);
  restored.restore(nlohmann::json::parse(best.state().dump()));
  std::optional<std::int64_t> dropped;
  EXPECT_TRUE(restored.offer({4, 0.495, 2.0, {{"K562", 0.5}}}, dropped));
  EXPECT_EQ(dropped, 2);
  EXPECT_THAT(ranking(restored), ElementsAre(4, 1, 3));
  EXPECT_EQ(restored.ranked()[0].val_pearson.at("K562"), 0.5);
}

}  // namespace
}  // namespace cre
