#include "qc/describe/yaml_text.h"

#include <gmock/gmock.h>

namespace cre {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

TEST(YamlText, NestsAndKeepsTheOrder) {
  const Json config = {{"run", "mine"},
                       {"qc",
                        {{"tasks", {{{"name", "K562"}, {"activity", "a (b)"}, {"standard_error", nullptr}}}},
                         {"columns", {{"id", nullptr}, {"sequence", "seq"}}},
                         {"se_rule", "C"}}},
                       {"train", {{"batch", 256}}}};
  EXPECT_EQ(yaml_text(config, {}),
            "run: mine\n"
            "qc:\n"
            "  tasks:\n"
            "    - {name: K562, activity: \"a (b)\", standard_error: null}\n"
            "  columns: {id: null, sequence: seq}\n"
            "  se_rule: C\n"
            "train:\n"
            "  batch: 256\n");
}

TEST(YamlText, CommentsStandAboveTheirKeys) {
  const Json config = {{"qc", {{"columns", {{"id", nullptr}, {"sequence", "s"}}}}}};
  EXPECT_EQ(yaml_text(config, {{"qc", {"one", "two"}}, {"qc.columns.sequence", {"why"}}}),
            "# one\n# two\nqc:\n  columns:\n    id: null\n    # why\n    sequence: s\n");
}

TEST(YamlText, QuotesWhatYamlWouldReadOtherwise) {
  for (const char* text :
       {"no", "NaN", "null", "007", "1e3", "2024-05-01", "a: b", "a #b", "-", "", "x ", "C\\D", "é", "~"}) {
    EXPECT_EQ(yaml_text(Json{{"key", text}}, {}), "key: " + Json(text).dump() + "\n");
  }
  EXPECT_EQ(yaml_text(Json{{"key", "/data/my table.tsv"}}, {}), "key: /data/my table.tsv\n");
}

TEST(YamlText, WrapsAtBlanks) {
  EXPECT_THAT(wrapped("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped("unbreakable x", 5), ElementsAre("unbreakable", "x"));
  EXPECT_THAT(yaml_text(Json{{"k", 1}}, {{"k", {std::string(100, 'a') + " " + std::string(30, 'b')}}}),
              HasSubstr("a\n# bbb"));
}

}  // namespace
}  // namespace cre
