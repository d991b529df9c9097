#include "qc/reading/region_pattern.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace cre {
namespace {

/// "chromosome|start|end|strand", or "nothing".
std::string found(const std::optional<std::string>& pattern, const std::string& text) {
  const std::optional<RegionWords> words = RegionPattern(pattern).find(text);
  return words ? concat(words->chromosome, '|', words->start, '|', words->end, '|', words->strand) : "nothing";
}

TEST(RegionPattern, KnowsTheUsualForms) {
  EXPECT_EQ(found({}, "chr11:5248266-5248380"), "chr11|5248266|5248380|");
  EXPECT_EQ(found({}, "chr11:5248266..5248380"), "chr11|5248266|5248380|");
  EXPECT_EQ(found({}, "chrX:1..2,-"), "chrX|1|2|-");
  EXPECT_EQ(found({}, "chrX:1-2:+"), "chrX|1|2|+");
  EXPECT_EQ(found({}, "chrX:1-2(-)"), "chrX|1|2|-");
  EXPECT_EQ(found({}, "KI270728.1:1-2(.)"), "KI270728.1|1|2|.");
}

TEST(RegionPattern, WithoutAnExpressionItIsTheWholeText) {
  for (const char* text :
       {"", "chr1", "chr1:5", "chr1:5-", "chr1:a-b", "x chr1:5-6", "chr1:5-6 x", ":5-6", "chr1:5-6,"}) {
    EXPECT_EQ(found({}, text), "nothing") << text;
  }
}

TEST(RegionPattern, FindsGroupsByName) {
  const std::string pattern = R"((?P<strand>[+-])at(?P<end>\d+)_(?P<start>\d+)_(?P<chromosome>\w+))";
  EXPECT_EQ(found(pattern, "name +at20_10_chr2 more"), "chr2|10|20|+");
  EXPECT_EQ(found(R"((?P<chromosome>chr\w+))", "x__chr7__y"), "chr7__y|||");
  EXPECT_EQ(found(R"((?P<chromosome>\d*))", "x"), "nothing");
  EXPECT_FALSE(RegionPattern(R"((?P<chromosome>chr\w+))").has_positions());
  EXPECT_TRUE(RegionPattern(std::nullopt).has_positions());
}

TEST(RegionPattern, RefusesGroupsThatItDoesNotKnow) {
  expect_error(ErrorKind::config,
               "the group 'strart' is unknown (did you mean 'start'?); allowed: chromosome, start, "
               "end, strand",
               [] { RegionPattern(R"((?P<chromosome>c)(?P<strart>s))"); });
  expect_error(ErrorKind::config, "has no group (?P<chromosome>...)", [] { RegionPattern("chr(.*)"); });
  expect_error(ErrorKind::config, "only one of the groups start and end",
               [] { RegionPattern(R"((?P<chromosome>c)(?P<end>s))"); });
  expect_error(ErrorKind::config, "is not a regular expression", [] { RegionPattern("("); });
}

}  // namespace
}  // namespace cre
