#include "train/stopping/early_stopping.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <tuple>

namespace cre {
namespace {

struct Case {
  const char* what;
  StoppingSettings settings;
  std::vector<double> pearson;  // of epochs 1, 2, ...
  std::optional<std::int64_t> stops_after;
};

StoppingSettings rule(std::int64_t min_epochs, std::int64_t patience, double min_delta, double smoothing = 0.0) {
  return {.max_epochs = 100,
          .min_epochs = min_epochs,
          .patience = patience,
          .min_delta = min_delta,
          .smoothing = smoothing,
          .tie_break = TieBreak::earlier};
}

TEST(EarlyStopping, FollowsTheTable) {
  const double nan = std::nan("");
  const std::vector<Case> cases = {
      {"rises all the time", rule(0, 2, 0.0), {.1, .2, .3, .4}, std::nullopt},
      {"two epochs without improvement", rule(0, 2, 0.0), {.1, .3, .2, .3}, 4},
      {"an improvement resets the patience", rule(0, 2, 0.0), {.1, .05, .2, .1, .1}, 5},
      {"small improvements do not count", rule(0, 2, 0.01), {.1, .105, .109, .2}, 3},
      {"small improvements add up", rule(0, 3, 0.01), {.1, .105, .111, .112}, std::nullopt},
      {"never before min_epochs", rule(5, 1, 0.0), {.5, .4, .3, .2, .1}, 5},
      {"an undefined correlation is no improvement", rule(0, 2, 0.0), {.1, nan, nan}, 3},
      {"an undefined start", rule(0, 3, 0.0), {nan, nan, .1}, std::nullopt},
      {"the epoch alone decides", rule(0, 2, 0.03), {.2, .4, .4, .4, .4}, 4},
      // Smoothed: .2 .3 .35 .375 .3875 .39375 .396875; improvements by more than .03 in epochs 2, 3 and 5.
      {"a smoothed correlation goes on rising", rule(0, 2, 0.03, 0.5), {.2, .4, .4, .4, .4, .4, .4}, 7},
      // Smoothed: .2 .3 (.3) .35 .375: improvements in epochs 2 and 4.
      {"an undefined one leaves the smoothed", rule(0, 2, 0.03, 0.5), {.2, .4, nan, .4, .4, .4}, std::nullopt},
  };
  for (const Case& c : cases) {
    EarlyStopping stopping(c.settings);
    std::optional<std::int64_t> stopped;
    for (std::size_t i = 0; i < c.pearson.size() && !stopped; ++i) {
      const auto epoch = static_cast<std::int64_t>(i + 1);
      stopping.observe(epoch, c.pearson[i]);
      if (stopping.should_stop()) {
        stopped = epoch;
      }
    }
    EXPECT_EQ(stopped, c.stops_after) << c.what;
  }
}

TEST(EarlyStopping, GoesOnFromItsState) {
  EarlyStopping whole(rule(0, 2, 0.03, 0.5)), first(rule(0, 2, 0.03, 0.5)), second(rule(0, 2, 0.03, 0.5));
  second.restore(nlohmann::json::parse(first.state().dump()));
  for (std::int64_t epoch = 1; epoch <= 7; ++epoch) {
    whole.observe(epoch, epoch == 1 ? 0.2 : 0.4);
    second.observe(epoch, epoch == 1 ? 0.2 : 0.4);
    second.restore(nlohmann::json::parse(second.state().dump()));
    EXPECT_EQ(second.state(), whole.state());
    EXPECT_EQ(second.should_stop(), epoch == 7);
  }
}

TEST(StoppingPresets, AreTheirPublishedRules) {
  const auto values = [](const StoppingSettings& s) {
    return std::tuple(s.max_epochs, s.min_epochs, s.patience, s.min_delta, s.smoothing, s.tie_break);
  };
  const auto preset = [&](StoppingPreset name) {
    EarlyStoppingConfig config;
    config.preset = name;
    return values(resolved(config));
  };
  EXPECT_EQ(values(resolved({})), preset(StoppingPreset::methods));
  EXPECT_EQ(preset(StoppingPreset::methods), std::tuple(80, 20, 12, 0.002, 0.0, TieBreak::min_gap));
  EXPECT_EQ(preset(StoppingPreset::analyst), std::tuple(200, 0, 10, 0.002, 0.6, TieBreak::mse));
  EXPECT_EQ(preset(StoppingPreset::brief), std::tuple(50, 30, 6, 0.002, 0.0, TieBreak::earlier));
}

TEST(StoppingPresets, KeysThatAreSetWin) {
  const EarlyStoppingConfig config{.preset = StoppingPreset::analyst,
                                   .min_epochs = 1,
                                   .patience = 2,
                                   .min_delta = 0.5,
                                   .smoothing = 0.0,
                                   .tie_break = TieBreak::earlier};
  const StoppingSettings settings = resolved(config);
  EXPECT_EQ(settings.max_epochs, 200);
  EXPECT_EQ(settings.min_epochs, 1);
  EXPECT_EQ(settings.patience, 2);
  EXPECT_EQ(settings.min_delta, 0.5);
  EXPECT_EQ(settings.smoothing, 0.0);
  EXPECT_EQ(settings.tie_break, TieBreak::earlier);
}

}  // namespace
}  // namespace cre
