#include "qc/reading/column_values.h"

#include <gmock/gmock.h>

#include "table/missing_words.h"

namespace cre {
namespace {

using testing::ElementsAre;

TEST(ColumnValues, ReplaceWholeFieldsOfTheirColumn) {
  const ColumnValues values({{"split", {{"fold1", "train"}}}, {"y", {{"<LOD", "-2"}, {"ND", std::nullopt}}}, {"z", {}}},
                            {"id", "y", "split"});
  std::vector<std::string_view> fields = {"fold1", " <LOD ", "fold1"};
  values.apply(fields);
  EXPECT_THAT(fields, ElementsAre("fold1", "-2", "train"));
  fields = {"a", "ND", "fold10"};
  values.apply(fields);
  EXPECT_THAT(fields, ElementsAre("a", "", "fold10"));
  fields = {"a", "nd"};  // a short line
  values.apply(fields);
  EXPECT_THAT(fields, ElementsAre("a", "nd"));
}

TEST(ColumnValues, NullMakesAnEmptyFieldAMissingOne) {
  QcConfig config;
  config.missing = {"NA"};
  config.values = {{"y", {{"a", "b"}}}};
  EXPECT_FALSE(MissingWords(missing_words(config)).contains(""));
  config.values["y"]["ND"] = std::nullopt;
  EXPECT_TRUE(MissingWords(missing_words(config)).contains(""));
}

}  // namespace
}  // namespace cre
