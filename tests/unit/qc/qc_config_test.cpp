#include "qc/qc_config.h"

#include "expect_error.h"
#include "qc/reading/task_names.h"
#include "storage/elements.h"

namespace cre {
namespace {

QcConfig parse(const nlohmann::json& json) {
  QcToolConfig config;
  ConfigView(config).read({{"qc", json}}, "config.json");
  return config.qc;
}

TEST(QcConfig, DefaultsAreThePublicTable) {
  const QcConfig config = parse(nlohmann::json::object());
  ASSERT_EQ(config.tasks.size(), 3U);
  EXPECT_EQ(config.tasks[2].name, "SKNSH");
  EXPECT_EQ(config.tasks[2].standard_error, "SKNSH_lfcSE");
  EXPECT_EQ(config.columns.min_gap, kUsualColumn);
  EXPECT_EQ(config.se_rule, StandardErrorRule::any_task);
  EXPECT_EQ(config.length, std::nullopt);
}

TEST(QcConfig, RoundTripsThroughItsDump) {
  QcToolConfig first;
  ConfigView(first).read({{"qc",
                           {{"tasks", {{{"name", "x"}, {"activity", "y"}, {"standard_error", nullptr}}}},
                            {"columns", {{"id", nullptr}, {"group", "g"}, {"group_pattern", "a+"}}},
                            {"values", {{"sequence", {{"a", nullptr}, {"b", 3.0}, {"c", "d"}}}}},
                            {"strata", {"batch"}},
                            {"length", 114},
                            {"se_rule", "C"},
                            {"off_length", "adjust"}}}},
                         "c.json");
  QcToolConfig second;
  ConfigView(second).read(ConfigView(first).dump(), "dump");
  EXPECT_EQ(ConfigView(first).dump(), ConfigView(second).dump());
  EXPECT_EQ(second.qc.length, std::optional<std::int64_t>(114));
  EXPECT_EQ(second.qc.columns.id, std::nullopt);
  const WordMaps values = {{"sequence", {{"a", std::nullopt}, {"b", "3"}, {"c", "d"}}}};
  EXPECT_EQ(second.qc.values, values);
}

TEST(QcConfig, RefusesWhatCannotWork) {
  const auto refuses = [](const nlohmann::json& json, const std::string& message) {
    expect_error(ErrorKind::config, message, [&] { parse(json); });
  };
  refuses({{"se_treshold", 0.4}}, "se_threshold");
  refuses({{"se_threshold", 0.0}}, "qc.se_threshold");
  refuses({{"length", 0}}, "qc.length");
  refuses({{"length", 1.5}}, "qc.length");
  refuses({{"se_rule", "D"}}, "qc.se_rule");
  refuses({{"max_malformed_fraction", 2}}, "qc.max_malformed_fraction");
  refuses({{"tasks", nlohmann::json::array()}}, "qc.tasks");
  refuses({{"se_rule", "B"}, {"columns", {{"target_cell", nullptr}}}}, "B needs a column");
  refuses({{"columns", {{"group_pattern", "a+"}}}}, "needs a column in group");
  refuses({{"columns", {{"group", "g"}, {"group_pattern", "("}}}}, "'(' is not a regular expression: missing ):");
  refuses({{"columns", {{"group", "g"}, {"group_pattern", "(?=a)b"}}}}, "invalid perl operator: (?=");
  refuses({{"columns", {{"region", "r"}, {"chromosome", "c"}}}}, "qc.columns.chromosome: is set beside region");
  refuses({{"columns", {{"region_pattern", "(?P<chromosome>c)"}, {"start", "s"}}}}, "is set beside region_pattern");
  refuses({{"columns", {{"region_pattern", "c"}}}}, "qc.columns.region_pattern: 'c' has no group (?P<chromosome>...)");
  refuses({{"columns", {{"region_pattern", "(?P<chromosome>c)"}, {"id", nullptr}}}}, "needs a column in region or id");
  refuses({{"columns", {{"start", "s"}, {"end", "e"}}}},
          "qc.columns.start: needs the columns chromosome, start and end");
  refuses({{"columns", {{"chromosome", "c"}, {"end", "e"}}}}, "qc.columns.end: needs the columns chromosome, start");
  refuses({{"columns", {{"start_base", 2}}}}, "qc.columns.start_base");
  refuses({{"strata", {"a", "b", " a"}}}, "qc.strata[2]: ' a' is there twice");
  refuses({{"values", {{"sequnce", {{"a", "b"}}}}}},
          "qc.values.sequnce: no column of this name in qc.columns, qc.tasks "
          "or qc.strata (did you mean 'sequence'?)");
  refuses({{"values", {{"sequence", "a"}}}}, "qc.values.sequence: \"a\" is not a section");
  refuses({{"values", {{"sequence", {{"a", true}}}}}}, "qc.values.sequence.a: true is neither a text nor a number");
  refuses({{"tasks", {{{"name", "SK-N-SH"}, {"activity", "a"}}, {{"name", "sknsh"}, {"activity", "b"}}}}},
          "qc.tasks[1].name: 'sknsh' is there twice");
  refuses({{"tasks", {{{"name", "K562"}}}}}, "qc.tasks[0].activity: is empty");
  refuses(
      {{"tasks", {{{"name", "K"}, {"activity", "a"}, {"standard_error", nullptr}}}}, {"weights", "inverse_variance"}},
      "inverse_variance needs a standard_error column");
}

TEST(TaskNames, IgnoreCaseAndPunctuation) {
  TaskNames names(QcConfig{}.tasks);
  EXPECT_EQ(names.find("SK-N-SH"), 2);
  EXPECT_EQ(names.find("sknsh"), 2);
  EXPECT_EQ(names.find("Hep G2"), 1);
  EXPECT_EQ(names.find("K562"), 0);
  EXPECT_EQ(names.find("K56"), kUnknownCell);
  EXPECT_EQ(names.find(""), kUnknownCell);
}

}  // namespace
}  // namespace cre
