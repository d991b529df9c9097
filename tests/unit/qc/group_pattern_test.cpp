#include "qc/group_pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "expect_error.h"
#include "qc/example_kept_elements.h"

namespace cre {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::optional<std::string> found(const std::string& pattern, const std::string& text) {
  return GroupPattern(pattern).find(text);
}

TEST(GroupPattern, ReadsWhatPythonReads) {
  EXPECT_EQ(found(R"(chr\d+:\d+)", "wt__chr12:50..90__1"), "chr12:50");
  EXPECT_EQ(found(R"(_.*?_)", "a_b_c_d"), "_b_");  // as few as possible
  EXPECT_EQ(found(R"((?:a|b)c)", "xbc"), "bc");    // no capture
  EXPECT_EQ(found(R"((?i)CHR\w)", "chrX"), "chrX");
  EXPECT_EQ(found("wt|wt2", "wt2"), "wt");  // the first that fits, not the longest
}

TEST(GroupPattern, TheFirstCaptureGroupCounts) {
  EXPECT_EQ(found(R"(chr(\d+):(\d+))", "chr12:50"), "12");
  EXPECT_EQ(found(R"((?P<locus>L\d+)__)", "x L07__mut"), "L07");
}

TEST(GroupPattern, NothingAndAnEmptyTextAreNoGroup) {
  EXPECT_EQ(found(R"(\d+)", "chrX"), std::nullopt);
  EXPECT_EQ(found(R"(\d*)", "chr1"), std::nullopt);
  EXPECT_EQ(found(R"((\d+)|chr)", "chr"), std::nullopt);
}

TEST(GroupPattern, IsAppliedToTheGroups) {
  KeptElements e = example_kept_elements({"AAAA", "CCCC", "GGGG", "TTTT"});
  QcColumns columns;
  columns.group = "name";
  e.group_name = {"wt__L1", "mut__L1", "random 7", ""};
  EXPECT_EQ(apply_group_pattern(e, columns), "");
  EXPECT_THAT(e.group_name, ElementsAre("wt__L1", "mut__L1", "random 7", ""));
  columns.group_pattern = R"(L\d)";
  EXPECT_EQ(apply_group_pattern(e, columns),
            R"(qc.columns.group_pattern 'L\d' matches 2 of 3 values of column name (66.7 %), for instance not )"
            "'random 7' (line 4); a value that it does not match is its own group as a whole");
  EXPECT_THAT(e.group_name, ElementsAre("L1", "L1", "random 7", ""));
  columns.group_pattern = "X";
  expect_error(ErrorKind::input, "'X' matches no value of column name, for instance not 'L1' (line 2)",
               [&] { apply_group_pattern(e, columns); });
  e.group_name = {"wt__X", "XX", "aX", ""};
  EXPECT_EQ(apply_group_pattern(e, columns), "");
  EXPECT_THAT(e.group_name, ElementsAre("X", "X", "X", ""));
}

}  // namespace
}  // namespace cre
