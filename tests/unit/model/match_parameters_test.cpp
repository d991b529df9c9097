#include "model/match_parameters.h"

#include <cmath>

#include "expect_error.h"
#include "model/small_network.h"

namespace cre {
namespace {

constexpr NetworkShape kShape{.tasks = 3, .length = 200};

std::int64_t parameters(const ModelConfig& config) {
  return build_empty_network(config, kShape)->parameter_count();
}

TEST(MatchParameters, ComesWithinTwoPercent) {
  for (const std::string& architecture : architecture_names()) {
    for (const std::int64_t target : {300000, 4000000, 12000000}) {
      const ModelConfig matched =
          with_matched_parameters(model_config({{"architecture", architecture}, {"match_parameters", target}}), kShape);
      const double ratio = static_cast<double>(parameters(matched)) / static_cast<double>(target);
      EXPECT_NEAR(ratio, 1.0, 0.02) << architecture << ' ' << target;
      EXPECT_FALSE(matched.match_parameters) << "a model is loaded without matching again";
      EXPECT_EQ(matched.chosen().name(), architecture);
    }
  }
}

TEST(MatchParameters, PrefersWideMultiples) {
  ModelConfig matched = with_matched_parameters(model_config({{"match_parameters", 4000000}}), kShape);
  const nlohmann::json section = ConfigView(matched).dump().at("multiscale");
  for (const char* key : {"stem_channels", "stage1_channels", "stage2_channels"}) {
    EXPECT_EQ(section.at(key).get<std::int64_t>() % 16, 0) << key;
  }
}

TEST(MatchParameters, LeavesANetworkThatHasSoManyAsItIs) {
  ModelConfig config = model_config({{"architecture", "malinois"}}), matched;
  const NetworkShape shape{.tasks = 3, .length = 600};
  config.match_parameters = 4107183;
  matched = with_matched_parameters(config, shape);
  EXPECT_EQ(build_empty_network(matched, shape)->parameter_count(), 4107183);
}

TEST(MatchParameters, KeepsWidthsWithinTheirRange) {
  const nlohmann::json narrow = {{"stem_kernels", {7}},   {"stem_channels", 16},
                                 {"stage1_channels", 16}, {"stage1_dilations", nlohmann::json::array()},
                                 {"stage2_channels", 16}, {"stage2_dilations", nlohmann::json::array()},
                                 {"head_sizes", {8000}},  {"head_dropouts", {0.1}}};
  expect_error(ErrorKind::config, "cannot be reached within 2 %", [&] {
    with_matched_parameters(model_config({{"match_parameters", 900000}, {"multiscale", narrow}}),
                            {.tasks = 2, .length = 200});
  });
}

TEST(MatchParameters, LeavesAConfigWithoutATargetAlone) {
  ModelConfig config = small_config("legnet"), matched = with_matched_parameters(config, kShape);
  EXPECT_EQ(ConfigView(matched).dump(), ConfigView(config).dump());
}

TEST(MatchParameters, ChangesWidthsAlone) {
  ModelConfig config = model_config({{"match_parameters", 1000000}}), matched = with_matched_parameters(config, kShape);
  nlohmann::json before = ConfigView(config).dump(), after = ConfigView(matched).dump();
  for (const char* key : {"stem_channels", "stage1_channels", "stage2_channels", "head_sizes"}) {
    EXPECT_NE(before.at("multiscale").at(key), after.at("multiscale").at(key)) << key;
    before["multiscale"].erase(key);
    after["multiscale"].erase(key);
  }
  EXPECT_EQ(before.at("multiscale"), after.at("multiscale"));
  EXPECT_EQ(before.at("match_parameters"), 1000000);  // the config that was given keeps its target
}

TEST(MatchParameters, WidthsOfGroupNormStayMultiplesOfItsGroups) {
  const auto config_with = [](std::int64_t channels) {
    return model_config({{"architecture", "resnet_dilated"},
                         {"resnet_dilated", {{"norm", "group"}, {"norm_groups", 12}, {"channels", channels}}}});
  };
  ModelConfig config = config_with(240);
  config.match_parameters = parameters(config_with(204));
  ModelConfig matched = with_matched_parameters(config, kShape);
  EXPECT_EQ(ConfigView(matched).dump().at("resnet_dilated").at("channels"), 204);
}

TEST(MatchParameters, CountsTheOptionsToo) {
  const ModelConfig config = model_config({{"match_parameters", 2000000}, {"context", {{"layers", 2}}}});
  const NetworkShape shape{.tasks = 3, .length = 200, .outputs = 2};
  const auto network = build_empty_network(with_matched_parameters(config, shape), shape);
  EXPECT_NEAR(static_cast<double>(network->parameter_count()) / 2e6, 1.0, 0.02);
}

TEST(MatchParameters, UnreachableTargetsNameTheNearest) {
  // One parameter is fewer than any network has.
  expect_error(
      ErrorKind::config,
      "model.match_parameters: 1 cannot be reached within 2 % by scaling the widths of legnet; the nearest is ",
      [] { with_matched_parameters(model_config({{"architecture", "legnet"}, {"match_parameters", 1}}), kShape); });
}

}  // namespace
}  // namespace cre
