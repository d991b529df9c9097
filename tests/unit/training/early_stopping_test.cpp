#include "training/early_stopping.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "training/best_epochs.h"

namespace cre {
namespace {

struct Case {
  const char* what;
  EarlyStoppingConfig config;
  std::vector<double> pearson;  // of epochs 1, 2, ...
  std::optional<std::int64_t> stops_after;
};

TEST(EarlyStopping, FollowsTheTable) {
  const double nan = std::nan("");
  const std::vector<Case> cases = {
      {"rises all the time", {0, 2, 0.0}, {.1, .2, .3, .4}, std::nullopt},
      {"two epochs without improvement", {0, 2, 0.0}, {.1, .3, .2, .3}, 4},
      {"an improvement resets the patience", {0, 2, 0.0}, {.1, .05, .2, .1, .1}, 5},
      {"small improvements do not count", {0, 2, 0.01}, {.1, .105, .109, .2}, 3},
      {"small improvements add up", {0, 3, 0.01}, {.1, .105, .111, .112}, std::nullopt},
      {"never before min_epochs", {5, 1, 0.0}, {.5, .4, .3, .2, .1}, 5},
      {"an undefined correlation is no improvement", {0, 2, 0.0}, {.1, nan, nan}, 3},
      {"an undefined start", {0, 3, 0.0}, {nan, nan, .1}, std::nullopt},
  };
  for (const Case& c : cases) {
    EarlyStopping stopping(c.config);
    std::optional<std::int64_t> stopped;
    for (std::size_t i = 0; i < c.pearson.size() && !stopped; ++i) {
      const auto epoch = static_cast<std::int64_t>(i + 1);
      stopping.observe(epoch, c.pearson[i]);
      if (stopping.should_stop()) stopped = epoch;
    }
    EXPECT_EQ(stopped, c.stops_after) << c.what;
  }
}

TEST(BestEpochs, KeepsThreeAndPrefersTheEarlierOfEqualOnes) {
  BestEpochs best;
  std::optional<std::int64_t> dropped;
  EXPECT_TRUE(best.offer({1, 0.2, {}}, dropped));
  EXPECT_TRUE(best.offer({2, std::nan(""), {}}, dropped));
  EXPECT_TRUE(best.offer({3, 0.5, {}}, dropped));
  EXPECT_FALSE(dropped.has_value());
  EXPECT_TRUE(best.offer({4, 0.5, {}}, dropped));
  EXPECT_EQ(dropped, 2);
  EXPECT_FALSE(best.offer({5, 0.2, {}}, dropped));
  ASSERT_EQ(best.ranked().size(), 3U);
  EXPECT_EQ(best.ranked()[0].epoch, 3);
  EXPECT_EQ(best.ranked()[1].epoch, 4);
  EXPECT_EQ(best.ranked()[2].epoch, 1);
}

}  // namespace
}  // namespace cre
