#include "train/records/describe_network.h"

#include <gmock/gmock.h>

#include "expect_error.h"
#include "model/small_network.h"

namespace cre {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(DescribeNetwork, StatesWhatTheTableIsFor) {
  EXPECT_THAT(describe_network(small_config("legnet"), {}, {.tasks = 1, .length = 40}),
              StartsWith("legnet, 1 task, 40 bases\n\nlayer "));
  EXPECT_THAT(describe_network(model_config(), {}, {.tasks = 3, .length = 200}),
              StartsWith("multiscale, 3 tasks, 200 bases\n\n"));
}

TEST(DescribeNetwork, SumsTheParametersOfTheDefaultNetwork) {
  EXPECT_THAT(describe_network(model_config(), {}, {.tasks = 3, .length = 200}), HasSubstr(" 3,949,571 "));
  const ModelConfig malinois = model_config({{"architecture", "malinois"}});
  EXPECT_THAT(describe_network(malinois, {}, {.tasks = 3, .length = 600}), HasSubstr(" 4,107,183 "));
}

TEST(DescribeNetwork, HasTheOutputsOfTheLoss) {
  // legnet's last layer: 32 features to 2 tasks; with mean and variance to 4 units.
  const ModelConfig config = small_config("legnet");
  LossConfig gaussian;
  gaussian.kind = LossKind::gaussian_nll;
  EXPECT_THAT(describe_network(config, {}, kSmallShape), ::testing::ContainsRegex("heads.output +linear +2 +66 +64\n"));
  EXPECT_THAT(describe_network(config, gaussian, kSmallShape),
              ::testing::ContainsRegex("heads.output +linear +4 +132 +128\n"));
}

TEST(DescribeNetwork, MatchesParametersFirst) {
  const std::string text =
      describe_network(small_config("malinois", {{"match_parameters", 1000000}}), {}, {.tasks = 3, .length = 200});
  std::string digits = text.substr(text.rfind("\nsum") + 4);
  std::erase(digits, ',');
  EXPECT_NEAR(std::stod(digits), 1e6, 2e4);
}

TEST(DescribeNetwork, ReadsMotifsAndTargetCells) {
  const ModelConfig config = small_config("resnet_dilated", {{"motifs", "concatenate"}, {"target_cell", true}});
  // 16 pooled features, 5 motifs, 2 cell types.
  EXPECT_THAT(describe_network(config, {}, {.tasks = 2, .length = 40, .motifs = 5}),
              ::testing::ContainsRegex("heads.0.0 +linear +8 +200 +184\n"));
}

TEST(DescribeNetwork, RefusesWhatCannotBeBuilt) {
  expect_error(ErrorKind::config, "the pool after convolution 2",
               [] { describe_network(model_config({{"architecture", "malinois"}}), {}, {.tasks = 1, .length = 5}); });
  expect_error(ErrorKind::config, "set encode.motifs",
               [] { describe_network(small_config("legnet", {{"motifs", "auxiliary"}}), {}, kSmallShape); });
}

}  // namespace
}  // namespace cre
