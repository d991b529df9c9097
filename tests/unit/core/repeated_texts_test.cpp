#include "core/repeated_texts.h"

#include <string>

#include <gmock/gmock.h>

namespace cre {
namespace {

using testing::ElementsAre;

TEST(RepeatedTexts, AreInOrderOfAppearance) {
  RepeatedTexts found, more;
  for (const char* text : {"b", "", "b", "a"}) {
    found.push_back(text);
  }
  for (const char* text : {"c", "a", ""}) {
    more.push_back(text);
  }
  found.append(more);
  ASSERT_EQ(found.size(), 7U);
  EXPECT_THAT(found.words(), ElementsAre("b", "", "a", "c"));
  EXPECT_EQ(found[2], "b");
  EXPECT_EQ(found[4], "c");
  EXPECT_EQ(found[5], "a");
  EXPECT_EQ(found.place(6), 1U);
}

TEST(RepeatedTexts, MayBeAllDifferent) {
  RepeatedTexts found;
  for (int i = 0; i < 1000; ++i) {
    found.push_back(std::to_string(i % 500));
  }
  EXPECT_EQ(found.words().size(), 500U);
  for (std::size_t i = 0; i < 1000; ++i) {
    EXPECT_EQ(found[i], std::to_string(i % 500));
  }
}

}  // namespace
}  // namespace cre
