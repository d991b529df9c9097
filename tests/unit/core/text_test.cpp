#include "core/text.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace cre {
namespace {

TEST(Text, NumbersReadBackExactly) {
  for (const double value : {0.1, 1.0 / 3.0, 1e-300, -2.5e17, 200.0}) {
    EXPECT_EQ(parse_number(number_text(value)), value);
  }
  EXPECT_EQ(number_text(200.0), "200");
  EXPECT_EQ(number_text(std::numeric_limits<double>::quiet_NaN()), "nan");
  EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(Text, ParsesWholeTextsOnly) {
  EXPECT_EQ(parse_number("+1.5"), 1.5);
  EXPECT_EQ(parse_number("-1e3"), -1000.0);
  EXPECT_FALSE(parse_number(""));
  EXPECT_FALSE(parse_number("1.5x"));
  EXPECT_FALSE(parse_number(" 1"));
  EXPECT_FALSE(parse_number("+-1"));
  EXPECT_EQ(parse_integer("-12"), -12);
  EXPECT_FALSE(parse_integer("12.0"));
  EXPECT_FALSE(parse_integer("99999999999999999999"));
}

TEST(Text, ConcatenatesAllKindsOfParts) {
  EXPECT_EQ(concat("a", 'b', 3, 0.5, true, std::string("c"), std::filesystem::path("d/e")), "ab30.5truecd/e");
}

TEST(Text, SplitsAndJoins) {
  EXPECT_EQ(split_text("a,,b,", ','), (std::vector<std::string>{"a", "", "b", ""}));
  EXPECT_EQ(split_text("", ','), std::vector<std::string>{""});
  EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(join({}, ", "), "");
  EXPECT_EQ(strip(" \tx y\r\n"), "x y");
  EXPECT_EQ(strip("  "), "");
}

TEST(Text, BytesForPeople) {
  EXPECT_EQ(byte_text(999), "999 B");
  EXPECT_EQ(byte_text(12'340'000), "12.3 MB");
}

TEST(Text, CountsAndShares) {
  EXPECT_EQ(counted(1, "row"), "1 row");
  EXPECT_EQ(counted(0, "row"), "0 rows");
  EXPECT_EQ(counted(std::size_t{12345}, "row"), "12,345 rows");
  EXPECT_EQ(percent_text(0.1234), "12.3 %");
  EXPECT_EQ(percent_text(0.1234, 0), "12 %");
  EXPECT_EQ(upper_case("aCg\xC3\xA4"), "ACG\xC3\xA4");
}

TEST(Text, LargeNumbersHaveCommas) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(3953475), "3,953,475");
  EXPECT_EQ(grouped(-999), "-999");
  EXPECT_EQ(grouped(-123456), "-123,456");
  EXPECT_EQ(grouped(UINT64_MAX), "18,446,744,073,709,551,615");
}

TEST(Text, SuggestsTheNearestName) {
  const std::vector<std::string> keys = {"se_rule", "se_threshold", "length", "max_n_fraction"};
  EXPECT_EQ(nearest_name("se_treshold", keys), "se_threshold");
  EXPECT_EQ(nearest_name("SE_RULE", keys), "se_rule");
  EXPECT_EQ(nearest_name("lenght", keys), "length");  // neighbouring letters swapped count once
  EXPECT_FALSE(nearest_name("bootstrap", keys));
  EXPECT_EQ(suggestion("lenght", keys), " (did you mean 'length'?)");
}

TEST(Thousands, AreSeparated) {
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(-1000), "-1,000");
  EXPECT_EQ(grouped(-100), "-100");
}

}  // namespace
}  // namespace cre
