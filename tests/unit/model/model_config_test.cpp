#include "model/model_config.h"

#include "expect_error.h"
#include "model/small_network.h"

namespace cre {
namespace {

nlohmann::json dump_of(ModelConfig config) {
  return ConfigView(config).dump();
}

TEST(ModelConfig, DumpHasTheChosenArchitectureAlone) {
  for (const std::string& chosen : architecture_names()) {
    const nlohmann::json dump = dump_of(model_config({{"architecture", chosen}}));
    EXPECT_EQ(dump.at("architecture"), chosen);
    for (const std::string& name : architecture_names()) {
      EXPECT_EQ(dump.contains(name), name == chosen) << name;
    }
  }
}

TEST(ModelConfig, DumpReadsBackAsItself) {
  const ModelConfig config = model_config({{"architecture", "legnet"},
                                           {"pooling", "attention"},
                                           {"motifs", "auxiliary"},
                                           {"match_parameters", 500000},
                                           {"legnet", {{"norm", "weight+layer"}, {"activation", "gelu"}}}});
  const nlohmann::json dump = dump_of(config);
  EXPECT_EQ(dump_of(model_config(dump)), dump);
  EXPECT_EQ(dump.at("pooling"), "attention");
  EXPECT_EQ(dump.at("match_parameters"), 500000);
  EXPECT_EQ(dump.at("legnet").at("norm"), "weight+layer");
}

TEST(ModelConfig, SectionsOfOtherArchitecturesAreCheckedAllTheSame) {
  const ModelConfig config = model_config({{"architecture", "legnet"}, {"multiscale", {{"pool", 3}}}});
  EXPECT_FALSE(dump_of(config).contains("multiscale"));
  expect_error(ErrorKind::config, "test: multiscale.pol: unknown key (did you mean 'pool'?)",
               [] { model_config({{"architecture", "legnet"}, {"multiscale", {{"pol", 3}}}}); });
}

TEST(ModelConfig, CopiesHaveSettingsOfTheirOwn) {
  ModelConfig first = model_config({{"legnet", {{"stem_channels", 48}}}, {"architecture", "legnet"}});
  ModelConfig copy = first, assigned;
  assigned = first;
  first.chosen().scale_widths({2.0, 1});
  const auto stem = [](const ModelConfig& config) { return dump_of(config).at("legnet").at("stem_channels"); };
  EXPECT_EQ(stem(first), 96);
  EXPECT_EQ(stem(copy), 48);
  EXPECT_EQ(stem(assigned), 48);
  copy = std::move(first);
  EXPECT_EQ(stem(copy), 96);
}

TEST(ModelConfig, UnknownArchitecturesNameTheOthers) {
  expect_error(ErrorKind::config, "allowed: multiscale, resnet_dilated, malinois, legnet (did you mean 'legnet'?)",
               [] { model_config({{"architecture", "legnt"}}); });
}

TEST(ModelConfig, SchemaSaysWhenASectionCounts) {
  ModelConfig config;
  const auto keys = ConfigView(config).schema().at("properties");
  for (const std::string& name : architecture_names()) {
    EXPECT_EQ(keys.at(name).at("x-when"), (nlohmann::ordered_json{{"architecture", name}}));
  }
  EXPECT_FALSE(keys.at("context").contains("x-when"));
}

}  // namespace
}  // namespace cre
