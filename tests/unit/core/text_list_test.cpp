#include "core/text_list.h"

#include <optional>

#include <nlohmann/json.hpp>

#include "core/config.h"
#include "expect_error.h"

namespace cre {
namespace {

struct Counted {
  TextList rna;
};
void describe(Description& d, Counted& c) {
  d.text_or_texts("rna", c.rna, "Columns");
}

struct Columns {
  TextList activity = "a";
  std::optional<TextList> error;
  Counted counted;
  bool is_counted = false;
};
void describe(Description& d, Columns& c) {
  d.texts_or_section("activity", c.activity, c.counted, c.is_counted, "What is measured");
  d.text_or_texts("error", c.error, "How well");
}

Columns parsed(const char* text) {
  Columns columns;
  ConfigView(columns).read(nlohmann::json::parse(text), "c.json");
  return columns;
}

TEST(TextList, IsATextOrAList) {
  EXPECT_EQ(parsed(R"({"activity": "x"})").activity, TextList("x"));
  const Columns several = parsed(R"({"activity": ["x", "y"], "error": ["u", "v"]})");
  EXPECT_EQ(several.activity.texts, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(several.error.value().text(), "u, v");
  EXPECT_FALSE(several.is_counted);
  EXPECT_FALSE(parsed(R"({"error": null})").error);
}

TEST(TextList, OrASection) {
  const Columns columns = parsed(R"({"activity": {"rna": ["r1", "r2"]}})");
  EXPECT_TRUE(columns.is_counted);
  EXPECT_EQ(columns.counted.rna.size(), 2U);
}

TEST(TextList, IsWrittenAsItWasGiven) {
  for (const char* text : {R"({"activity":"x","error":null})", R"({"activity":["x","y"],"error":"u"})",
                           R"({"activity":{"rna":"r"},"error":["u","v"]})"}) {
    Columns columns = parsed(text);
    EXPECT_EQ(ConfigView(columns).dump().dump(), text);
  }
}

TEST(TextList, RefusesTheRest) {
  const auto refuses = [](const char* text, const char* message) {
    expect_error(ErrorKind::config, message, [&] { parsed(text); });
  };
  refuses(R"({"activity": 3})", "c.json: activity: 3 is not a text; as a text it stands in quotes");
  refuses(R"({"activity": ["x", 3]})", "activity[1]: 3 is not a text");
  refuses(R"({"activity": []})", "activity: a list of 0 is not allowed");
  refuses(R"({"activity": null})", "activity: null is not allowed; allowed: text or list of texts, or a section");
  refuses(R"({"activity": {"dna": "d"}})", "activity.dna: unknown key");
  refuses(R"({"error": {}})", "error: {} is not allowed; allowed: text or list of texts, or null");
}

TEST(TextList, TheSchemaSaysSo) {
  Columns columns;
  const auto schema = ConfigView(columns).schema();
  const auto& activity = schema.at("properties").at("activity");
  EXPECT_EQ(activity.at("type").dump(), R"(["string","array","object"])");
  EXPECT_EQ(activity.at("items").at("type"), "string");
  EXPECT_TRUE(activity.at("properties").contains("rna"));
  EXPECT_EQ(schema.at("properties").at("error").at("type").dump(), R"(["string","array","null"])");
}

}  // namespace
}  // namespace cre
