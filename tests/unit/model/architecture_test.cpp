#include "model/architecture.h"

#include <gtest/gtest.h>

#include "model/small_network.h"

namespace cre {
namespace {

TEST(WidthScale, RoundsWideLayersToTheAlignmentAndNarrowOnesFiner) {
  const WidthScale scale{.factor = 1.5, .alignment = 16};
  EXPECT_EQ(scale(120), 176);  // 180 is 11.25 times 16
  EXPECT_EQ(scale(70), 104);   // 105 is below 8 x 16, so multiples of 8: 13.1 of them
  EXPECT_EQ(scale(4), 6);
  EXPECT_EQ((WidthScale{.factor = 0.1, .alignment = 16}(1)), 1);  // never 0
  EXPECT_EQ((WidthScale{.factor = 0.1, .alignment = 1}(640)), 64);
}

TEST(WidthScale, AlsoOfAnother) {
  const WidthScale scale = WidthScale{.factor = 1.0, .multiple = 16}.also_multiple_of(12);
  EXPECT_EQ(scale.multiple, 48);
  EXPECT_EQ(scale(100), 96);
  EXPECT_EQ(scale(10), 48);
}

TEST(ChannelScale, GroupNormNeedsWholeGroups) {
  const auto multiple = [](Norm norm) {
    LayerStyle style;
    style.norm = norm;
    style.norm_groups = 12;
    return channel_scale({.factor = 1.0, .multiple = 8}, style).multiple;
  };
  EXPECT_EQ(multiple(Norm::group), 24);
  EXPECT_EQ(multiple(Norm::weight_group), 24);
  EXPECT_EQ(multiple(Norm::batch), 8);
}

TEST(Architecture, ScalesEveryWidthOfItsSection) {
  const std::vector<std::pair<std::string, nlohmann::json>> widths = {
      {"multiscale", {{"stem_channels", 16}, {"stage1_channels", 32}, {"stage2_channels", 32}, {"head_sizes", {16}}}},
      {"resnet_dilated", {{"channels", 32}, {"head_sizes", {16}}}},
      {"malinois", {{"channels", {16, 32, 32}}, {"linear_size", 32}, {"head_sizes", {16, 16}}}},
      {"legnet", {{"stem_channels", 16}, {"block_channels", {32, 32}}}}};
  for (const auto& [name, expected] : widths) {
    ModelConfig config = small_config(name);
    const nlohmann::json before = ConfigView(config).dump().at(name);
    config.chosen().scale_widths({.factor = 2.0, .multiple = 1});
    nlohmann::json wanted = before;
    wanted.update(expected);
    EXPECT_EQ(ConfigView(config).dump().at(name), wanted) << name;  // and nothing else
  }
}

}  // namespace
}  // namespace cre
