#include "model/registry.h"

#include "model/architectures.h"

#include "expect_error.h"
#include "model/small_network.h"
#include "model/weights.h"

namespace cre {
namespace {

TEST(Registry, HasAllArchitecturesAndStartsWithTheDefault) {
  EXPECT_EQ(architecture_names(), (std::vector<std::string>{"multiscale", "resnet_dilated", "malinois", "legnet"}));
  EXPECT_EQ(ModelConfig{}.chosen().name(), "multiscale");
}

TEST(Registry, EveryArchitectureBuildsForEveryCommonLibrary) {
  for (const std::string& architecture : architecture_names()) {
    const ModelConfig config = model_config({{"architecture", architecture}});
    for (const std::int64_t tasks : {1, 3}) {
      for (const std::int64_t length : {114, 200, 600}) {
        const auto network = build_empty_network(config, {.tasks = tasks, .length = length});
        EXPECT_EQ(network->shape().tasks, tasks);
        EXPECT_GT(network->parameter_count(), 1000000) << architecture;
      }
    }
  }
}

TEST(Registry, PublishedNumbersOfParameters) {
  const auto count = [](const char* name, std::int64_t length) {
    return build_empty_network(model_config({{"architecture", name}}), {.tasks = 3, .length = length})
        ->parameter_count();
  };
  EXPECT_EQ(count("multiscale", 200), 3949571);
  EXPECT_EQ(count("malinois", 600), 4107183);
}

TEST(Registry, InitialWeightsDependOnTheSeedAlone) {
  for (const std::string& architecture : architecture_names()) {
    const auto weights = [&](std::uint64_t seed) {
      return weights_of(*small_network(small_config(architecture), kSmallShape, seed)).front().values;
    };
    EXPECT_EQ(weights(1), weights(1)) << architecture;
    EXPECT_NE(weights(1), weights(2)) << architecture;
  }
}

TEST(Registry, EmptyNetworksHaveTheArraysOfRealOnes) {
  for (const std::string& architecture : architecture_names()) {
    const auto real = small_network(small_config(architecture));
    const auto empty = build_empty_network(small_config(architecture), kSmallShape);
    const auto expected = real->named_parameters(), found = empty->named_parameters();
    ASSERT_EQ(found.keys(), expected.keys()) << architecture;
    for (const auto& item : expected) {
      EXPECT_EQ(found[item.key()].sizes(), item.value().sizes()) << item.key();
    }
  }
}

struct Short {
  const char* architecture;
  std::int64_t length;
  const char* message;
};

TEST(Registry, InputsThatThePoolsUseUpAreRefusedWithLayerAndLength) {
  const std::vector<Short> cases = {
      {"multiscale", 3,
       "model.multiscale.pool: the pool after expand takes windows of 2 positions but only 1 position is left of an "
       "input of 3 bases"},
      {"multiscale", 1, "the pool after fuse takes windows of 2 positions but only 1 position is left"},
      {"malinois", 5,
       "model.malinois.pools[1]: the pool after convolution 2 takes windows of 4 positions but only 1 position is "
       "left "
       "of an input of 5 bases"},
      {"malinois", 20, "model.malinois.pools[2]: the pool after convolution 3 takes windows of 4 positions but only 3"},
      {"legnet", 10,
       "model.legnet.pools[3]: the pool after block 4 takes windows of 2 positions but only 1 position is left of an "
       "input of 10 bases"}};
  for (const Short& c : cases) {
    expect_error(ErrorKind::config, c.message, [&] {
      build_empty_network(model_config({{"architecture", c.architecture}}), {.tasks = 1, .length = c.length});
    });
  }
}

TEST(Registry, TheShortestInputsWork) {
  for (const auto& [architecture, length] : std::vector<std::pair<std::string, std::int64_t>>{
           {"multiscale", 4}, {"resnet_dilated", 1}, {"malinois", 24}, {"legnet", 16}}) {
    const ModelConfig config = model_config({{"architecture", architecture}});
    EXPECT_NO_THROW(build_empty_network(config, {.tasks = 1, .length = length})) << architecture;
    if (length > 1) {
      EXPECT_THROW(build_empty_network(config, {.tasks = 1, .length = length - 1}), Error) << architecture;
    }
  }
}

TEST(Registry, WidthsAreMatchedBeforeANetworkIsBuilt) {
  expect_error(ErrorKind::internal, "widths are matched before a network is built",
               [] { small_network(small_config("legnet", {{"match_parameters", 1000000}})); });
}

}  // namespace
}  // namespace cre
