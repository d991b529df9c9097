#include "table/delimited_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cre {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Split {
  std::vector<std::string> fields;
  std::string problem;
};

Split split(std::string_view line, char delimiter = ',') {
  std::vector<std::string_view> views;
  std::string unquoted;
  const LineProblem problem = split_delimited(line, delimiter, views, unquoted);
  return {{views.begin(), views.end()}, problem == nullptr ? "" : problem};
}

TEST(DelimitedLine, PlainFields) {
  EXPECT_THAT(split("a,b,c").fields, ElementsAre("a", "b", "c"));
  EXPECT_THAT(split("a\tb,c", '\t').fields, ElementsAre("a", "b,c"));
  EXPECT_THAT(split("").fields, ElementsAre(""));
}

TEST(DelimitedLine, EmptyFieldsCount) {
  EXPECT_THAT(split(",a,").fields, ElementsAre("", "a", ""));
  EXPECT_THAT(split(",").fields, ElementsAre("", ""));
}

TEST(DelimitedLine, QuotedFields) {
  EXPECT_THAT(split(R"("a,b",c)").fields, ElementsAre("a,b", "c"));
  EXPECT_THAT(split(R"("he said ""hi""",2)").fields, ElementsAre(R"(he said "hi")", "2"));
  EXPECT_THAT(split(R"("",x,"")").fields, ElementsAre("", "x", ""));
  EXPECT_THAT(split(R"("a","b")").fields, ElementsAre("a", "b"));
}

TEST(DelimitedLine, QuotesInsideAPlainFieldAreText) {
  EXPECT_THAT(split(R"(5'-"UTR",b)").fields, ElementsAre(R"(5'-"UTR")", "b"));
}

TEST(DelimitedLine, BadQuotesAreProblems) {
  EXPECT_THAT(split(R"("abc,d)").problem, HasSubstr("does not end"));
  EXPECT_THAT(split(R"("abc"d,e)").problem, HasSubstr("follows a closing quote"));
  EXPECT_THAT(split(R"(")").problem, HasSubstr("does not end"));
}

}  // namespace
}  // namespace cre
