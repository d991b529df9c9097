#include "baseline/baseline_config.h"

#include "expect_error.h"

namespace cre {
namespace {

const nlohmann::json kNone = nlohmann::json::array();

void read_baseline(const nlohmann::json& section) {
  BaselineToolConfig config;
  ConfigView(config).read({{"baseline", section}}, "c.json");
}

TEST(BaselineConfig, RefusesWhatMakesNoFeatures) {
  EXPECT_NO_THROW(read_baseline({{"words", kNone}, {"gaps", kNone}, {"gc", true}}));
  expect_error(ErrorKind::config, "c.json: baseline.words: is empty, and so is gaps, and gc is false",
               [] { read_baseline({{"words", kNone}, {"gaps", kNone}}); });
}

TEST(BaselineConfig, RefusesTooManyFeatures) {
  EXPECT_NO_THROW(read_baseline({{"words", {4, 5, 6, 7}}}));
  expect_error(ErrorKind::config, "words and gaps make 15080 features; allowed: at most 12000",
               [] { read_baseline({{"words", {4, 5, 6, 7}}, {"gaps", {1, 2}}, {"gapped_bases", 6}}); });
}

TEST(BaselineConfig, ListsHaveEachValueOnce) {
  expect_error(ErrorKind::config, "baseline.words[2]: 4 is there twice", [] { read_baseline({{"words", {4, 5, 4}}}); });
  expect_error(ErrorKind::config, "baseline.gaps[1]: 2 is there twice", [] { read_baseline({{"gaps", {2, 2}}}); });
}

TEST(BaselineConfig, HalvesOfAWordAreEqual) {
  expect_error(ErrorKind::config, "baseline.gapped_bases: 5 is odd", [] { read_baseline({{"gapped_bases", 5}}); });
}

TEST(BaselineConfig, PenaltiesAscend) {
  expect_error(ErrorKind::config, "baseline.penalties[1]: 1 is not above 1",
               [] { read_baseline({{"penalties", {1, 1}}}); });
  expect_error(ErrorKind::config, "baseline.penalties", [] { read_baseline({{"penalties", {0, 1}}}); });
}

}  // namespace
}  // namespace cre
