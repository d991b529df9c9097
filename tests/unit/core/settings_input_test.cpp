// JSON files and key=value as they arrive: nothing is lost without a word.

#include "core/settings_input.h"

#include <fstream>

#include <gtest/gtest.h>

#include "core/error.h"
#include "expect_error.h"
#include "temporary_folder.h"

namespace cre {
namespace {

using Json = nlohmann::json;

void expect_refused(const std::string& text, const std::string& message) {
  expect_error(ErrorKind::config, message, [&] { parse_settings(text, "c.json"); });
}

TEST(ParseSettings, AKeyTwiceIsAnErrorAtEveryDepth) {
  expect_refused("{\n \"qc\": {},\n \"split\": {},\n \"qc\": {}}", "c.json: line 4: \"qc\" is there twice; keep one");
  expect_refused("{\"a\": [1, {\"b\": 1,\n\"b\": 1}]}", "c.json: line 2: \"b\" is there twice");
  expect_refused(R"({"tasks": 1, "t\u0061sks": 2})", "c.json: line 1: \"tasks\" is there twice");
  expect_refused("{\"a\": 1, // \"a\"\n\"a\": 2}", "c.json: line 2: \"a\" is there twice");
}

TEST(ParseSettings, TheSameKeyInDifferentSectionsIsFine) {
  EXPECT_EQ(parse_settings(R"({"a": {"x": 1}, "b": {"x": 2, "a": [{"x": 3}, {"x": 4}]}})", "c")["b"]["a"][1]["x"], 4);
}

TEST(ParseSettings, NestingAndNumbersBeyondAnyConfig) {
  expect_refused(std::string(100000, '['), "c.json: line 1: more than 64 levels of nesting");
  std::string deep;
  for (int i = 0; i < 1000; ++i) {
    deep += "{\"a\":";
  }
  expect_refused(deep, "more than 64 levels of nesting");
  expect_refused("{\n\"a\": 1e999}", "c.json: line 2: a number beyond the range of a double");
  expect_refused("", "c.json: line 1: not valid JSON near byte 1");
  EXPECT_EQ(parse_settings(std::string(60, '[') + std::string(60, ']'), "c").size(), 1U);
}

TEST(ReadJsonFile, CommentsAreAllowedAndErrorsHaveALine) {
  const TemporaryFolder folder;
  std::ofstream(folder / "good.json") << "{ // why\n \"a\": 1 }";
  EXPECT_EQ(read_json_file(folder / "good.json").at("a"), 1);
  std::ofstream(folder / "bad.json") << "{\n \"a\": 1,\n}";
  expect_error(ErrorKind::config, "bad.json: line 3: not valid JSON", [&] { read_json_file(folder / "bad.json"); });
  expect_error(ErrorKind::io, "none.json: cannot be opened", [&] { read_json_file(folder / "none.json"); });
}

// {"a": {"text": a text, "maybe": text or null, "choice": A or B, "number": ...}}
nlohmann::ordered_json schema() {
  return nlohmann::ordered_json::parse(R"({"properties": {"a": {"properties": {
    "text": {"type": "string"}, "maybe": {"type": ["string", "null"]}, "choice": {"enum": ["A", "1"]},
    "number": {"type": "number"}}}}})");
}

Json value_of(const std::string& setting) {
  Json object = Json::object();
  apply_setting(object, setting, schema());
  return object["a"].begin().value();
}

TEST(ApplySetting, ValuesAreJsonOrText) {
  Json object = Json::object();
  for (const char* setting : {"a.b=3", "a.c=[1,2]", "a.d=B", "a.e=.5", "a.f=x=y", "a.b=null"}) {
    apply_setting(object, setting, schema());
  }
  EXPECT_EQ(object, Json::parse(R"({"a": {"b": null, "c": [1, 2], "d": "B", "e": 0.5, "f": "x=y"}})"));
}

TEST(ApplySetting, ATextIsWhatWasTyped) {
  for (const char* text : {"007", "1e5", "2024_01", "2024-01-15", "true", "12:30", "null", "[x", "{}", "NO", "", "~"}) {
    EXPECT_EQ(value_of(std::string("a.text=") + text), text);
  }
  EXPECT_EQ(value_of("a.text=\"null\""), "null");
  EXPECT_EQ(value_of("a.text=\"a\\tb\""), "a\tb");
  EXPECT_EQ(value_of("a.text=\"a\"b\""), "\"a\"b\"") << "no JSON";
  EXPECT_EQ(value_of("a.maybe=null"), nullptr);
  EXPECT_EQ(value_of("a.maybe=\"null\""), "null");
  EXPECT_EQ(value_of("a.maybe=3"), "3");
  EXPECT_EQ(value_of("a.choice=1"), "1");
  EXPECT_EQ(value_of("a.number=1e5"), 1e5);
}

TEST(ApplySetting, AKeyTwiceWithinAValue) {
  Json object = Json::object();
  expect_error(ErrorKind::config, "--set a: line 1: \"x\" is there twice",
               [&] { apply_setting(object, R"(a={"x": 1, "x": 2})", schema()); });
}

TEST(ApplySetting, Malformed) {
  Json object = {{"a", 1}};
  expect_error(ErrorKind::usage, "expected key=value", [&] { apply_setting(object, "a", schema()); });
  expect_error(ErrorKind::usage, "expected key=value", [&] { apply_setting(object, "=1", schema()); });
  expect_error(ErrorKind::usage, "'b' is below a value that is no section",
               [&] { apply_setting(object, "a.b=1", schema()); });
}

}  // namespace
}  // namespace cre
