#include "core/config.h"

#include "expect_error.h"

namespace cre {
namespace {

enum class Rule { strict, relaxed };

struct Column {
  std::string name;
  std::optional<std::string> error;
};

struct Inner {
  double fraction = 0.5;
  std::vector<std::int64_t> kernels = {7, 11};
};

enum class Mode { automatic, off, given };

struct Settings {
  bool on = true;
  std::int64_t epochs = 20;
  double rate = 1e-3;
  std::optional<double> limit;
  std::optional<std::int64_t> length;
  std::string name = "base";
  Rule rule = Rule::relaxed;
  std::vector<Rule> rules = {Rule::strict};
  Mode mode = Mode::automatic;
  Inner given;
  Inner inner;
  std::vector<Column> columns = {{"K562", "K562_se"}};
  std::map<std::string, double> least;
};

void describe(Description& d, Column& c) {
  d.text("name", c.name, "Name");
  d.text("error", c.error, "Standard error column");
}

void describe(Description& d, Inner& c) {
  d.number("fraction", c.fraction, {.low = 0, .high = 1, .high_open = true}, "", "A share");
  d.integers("kernels", c.kernels, at_least(1), between(1, 3), "bases", "Kernel widths");
}

void describe(Description& d, Settings& c) {
  const std::vector<std::pair<std::string, Rule>> rules = {{"strict", Rule::strict}, {"relaxed", Rule::relaxed}};
  d.flag("on", c.on, "A switch");
  d.integer("epochs", c.epochs, between(1, 1000), "epochs", "How long");
  d.number("rate", c.rate, above(0), "", "Learning rate");
  d.number("limit", c.limit, at_least(0), "", "May be absent");
  d.integer("length", c.length, at_least(1), "bases", "May be absent");
  d.text("name", c.name, "A name");
  d.choice("rule", c.rule, rules, "Which rule");
  d.choices("rules", c.rules, rules, "Which rules");
  d.choice_or_section("mode", c.mode, {{"auto", Mode::automatic}, {"off", Mode::off}}, Mode::given, c.given, "Either");
  d.section("inner", c.inner, "A section");
  d.numbers_by_name("least", c.least, at_least(0), "", "Numbers by name");
  d.items("columns", c.columns, at_least(1), "Columns");
  d.rule([&c](const Place& place) {
    if (c.on && c.epochs == 13) {
      place.child("epochs").fail("13 is not allowed while on is true");
    }
  });
}

Settings parse(const std::string& text) {
  Settings settings;
  ConfigView(settings).read(nlohmann::json::parse(text), "c.json");
  return settings;
}

void expect_refused(const std::string& text, const std::string& message) {
  expect_error(ErrorKind::config, message, [&] { parse(text); });
}

TEST(Config, AbsentKeysKeepTheirDefaults) {
  const Settings settings = parse(R"({"epochs": 5})");
  EXPECT_EQ(settings.epochs, 5);
  EXPECT_EQ(settings.rate, 1e-3);
  EXPECT_EQ(settings.inner.kernels, (std::vector<std::int64_t>{7, 11}));
}

TEST(Config, ReadsEveryKindOfField) {
  const Settings settings =
      parse(R"({"on": false, "rate": 2, "limit": 0.5, "length": 200, "name": "x", "rule": "strict", "rules": [],
      "inner": {"fraction": 0, "kernels": [3]}, "columns": [{"name": "a"}, {"name": "b", "error": "b_se"}], "least": {"b": 2, "a": 0.5}})");
  EXPECT_FALSE(settings.on);
  EXPECT_EQ(settings.rate, 2.0);
  EXPECT_EQ(settings.limit, 0.5);
  EXPECT_EQ(settings.length, 200);
  EXPECT_EQ(settings.rule, Rule::strict);
  EXPECT_TRUE(settings.rules.empty());
  EXPECT_EQ(settings.inner.kernels, std::vector<std::int64_t>{3});
  ASSERT_EQ(settings.columns.size(), 2U);
  EXPECT_FALSE(settings.columns[0].error);
  EXPECT_EQ(settings.columns[1].error, "b_se");
  EXPECT_EQ(settings.least, (std::map<std::string, double>{{"a", 0.5}, {"b", 2.0}}));
}

TEST(Config, UnknownKeysNameTheNearest) {
  expect_refused(R"({"epoch": 5})", "c.json: epoch: unknown key (did you mean 'epochs'?); allowed: on, epochs, rate");
  expect_refused(R"({"inner": {"fractoin": 0.1}})", "c.json: inner.fractoin: unknown key (did you mean 'fraction'?)");
  expect_refused(R"({"columns": [{"name": "a", "eror": 1}]})", "c.json: columns[0].eror: unknown key");
}

TEST(Config, RangesAndTypes) {
  expect_refused(R"({"epochs": 0})", "c.json: epochs: 0 is out of range; allowed: in [1, 1000]");
  expect_refused(R"({"epochs": 2.5})", "2.5 is not a whole number");
  expect_refused(R"({"length": 9223372036854775808})", "9223372036854775808 is out of range; allowed: at most");
  expect_refused(R"({"rate": 0})", "0 is out of range; allowed: above 0");
  expect_refused(R"({"rate": "fast"})", "\"fast\" is not a number");
  expect_refused(R"({"rate": null})", "null is not a number");
  expect_refused(R"({"length": 0})", "length: 0 is out of range; allowed: at least 1");
  expect_refused(R"({"on": 1})", "1 is not allowed; allowed: true, false");
  expect_refused(R"({"name": 1})", "c.json: name: 1 is not a text; as a text it stands in quotes: \"1\"");
  expect_refused(R"({"name": true})", "true is not a text; as a text it stands in quotes: \"true\"");
  expect_refused(R"({"name": null})", "null is not a text");
  expect_refused(R"({"inner": {"fraction": 1}})", "allowed: in [0, 1)");
  expect_refused(R"({"inner": {"kernels": []}})", "a list of 0 is not allowed; number of items: in [1, 3]");
  expect_refused(R"({"inner": {"kernels": [3, 0]}})", "inner.kernels[1]: 0 is out of range");
  expect_refused(R"({"inner": 3})", "3 is not a section");
  expect_refused(R"({"columns": []})", "a list of 0 is not allowed");
  expect_refused(R"({"least": [1]})", "[1] is not a section of names and numbers");
  expect_refused(R"({"least": {"a": -1}})", "c.json: least.a: -1 is out of range; allowed: at least 0");
  expect_refused(R"({"rule": "stric"})", "allowed: strict, relaxed (did you mean 'strict'?)");
  expect_refused(R"({"rules": ["strict", "strict"]})", "names a choice twice");
  expect_refused("[]", "c.json: [] is not a section");
}

TEST(Config, ANameOrASection) {
  EXPECT_EQ(parse("{}").mode, Mode::automatic);
  EXPECT_EQ(parse(R"({"mode": "off"})").mode, Mode::off);
  const Settings given = parse(R"({"mode": {"fraction": 0.25}})");
  EXPECT_EQ(given.mode, Mode::given);
  EXPECT_EQ(given.given.fraction, 0.25);
  expect_refused(R"({"mode": "of"})", "mode: \"of\" is not allowed; allowed: auto, off (did you mean 'off'?)");
  expect_refused(R"({"mode": {"fractoin": 0.25}})", "mode.fractoin: unknown key");
  Settings dumped = parse(R"({"mode": {"fraction": 0.25}})");
  EXPECT_EQ(ConfigView(dumped).dump().at("mode").at("fraction"), 0.25);
  Settings settings;
  EXPECT_EQ(ConfigView(settings).dump().at("mode"), "auto");
  EXPECT_EQ(ConfigView(settings).schema().at("properties").at("mode").at("default"), "auto");
}

TEST(Config, RulesOverSeveralFields) {
  expect_refused(R"({"epochs": 13})", "c.json: epochs: 13 is not allowed while on is true");
  EXPECT_EQ(parse(R"({"epochs": 13, "on": false})").epochs, 13);
}

TEST(Config, TheResolvedDumpReadsBackAsItself) {
  Settings settings =
      parse(R"({"rate": 0.25, "limit": 3, "rules": ["relaxed"], "least": {"x": 1}, "columns": [{"name": "q"}]})");
  const nlohmann::json dump = ConfigView(settings).dump();
  Settings again = parse(dump.dump());
  EXPECT_EQ(ConfigView(again).dump(), dump);
  EXPECT_EQ(dump.at("inner").at("fraction"), 0.5);
  EXPECT_EQ(dump.at("length"), nullptr);
  EXPECT_EQ(dump.at("least"), (nlohmann::json{{"x", 1.0}}));
  EXPECT_EQ(dump.at("columns")[0].at("error"), nullptr);
}

TEST(Config, SchemaHasDefaultsRangesAndUnits) {
  Settings settings;
  const auto schema = ConfigView(settings).schema();
  EXPECT_EQ(schema.at("additionalProperties"), false);
  const auto& keys = schema.at("properties");
  EXPECT_EQ(keys.at("epochs").at("minimum"), 1);
  EXPECT_EQ(keys.at("epochs").at("default"), 20);
  EXPECT_EQ(keys.at("epochs").at("x-unit"), "epochs");
  EXPECT_EQ(keys.at("rate").at("exclusiveMinimum"), 0);
  EXPECT_EQ(keys.at("limit").at("type"), (nlohmann::ordered_json{"number", "null"}));
  EXPECT_EQ(keys.at("rule").at("enum"), (nlohmann::ordered_json{"strict", "relaxed"}));
  EXPECT_EQ(keys.at("inner").at("properties").at("kernels").at("maxItems"), 3);
  EXPECT_EQ(keys.at("least").at("additionalProperties").at("minimum"), 0);
  EXPECT_EQ(keys.at("columns").at("items").at("properties").at("name").at("type"), "string");
}

}  // namespace
}  // namespace cre
