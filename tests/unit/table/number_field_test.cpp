#include "table/number_field.h"

#include <bit>
#include <cmath>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "core/random.h"
#include "expect_error.h"

namespace cre {
namespace {

NumberField read(std::string_view field, double& value, bool decimal_commas = false,
                 const std::vector<std::string>& words = default_missing_words()) {
  const MissingWords missing(words);
  return NumberReader(missing, decimal_commas).read(field, 1, value);
}

TEST(NumberField, ReadsNumbers) {
  double value = 0.0;
  EXPECT_EQ(read(" -1.5e2 ", value), NumberField::number);
  EXPECT_EQ(value, -150.0);
  EXPECT_EQ(read("+.5", value), NumberField::number);
  EXPECT_EQ(value, 0.5);
  EXPECT_EQ(read("inf", value), NumberField::number);
  EXPECT_TRUE(std::isinf(value));
}

// The C library reads numbers by itself.
TEST(NumberField, ReadsTheNearestDouble) {
  RandomStream random(RandomPurpose::simulation, 5);
  for (int round = 0; round < 300'000; ++round) {
    std::string text = random.below(2) == 0 ? "-" : "";
    for (std::uint64_t left = random.below(random.below(8) == 0 ? 25 : 7) + 1; left > 0; --left) {
      text += static_cast<char>('0' + random.below(10));
    }
    if (random.below(4) > 0) {
      text += '.';
      for (std::uint64_t left = random.below(random.below(8) == 0 ? 25 : 7) + 1; left > 0; --left) {
        text += static_cast<char>('0' + random.below(10));
      }
    }
    if (random.below(10) == 0) {
      text += "e" + std::to_string(static_cast<int>(random.below(40)) - 20);
    }
    double value = 0.0;
    ASSERT_EQ(read(text, value), NumberField::number) << text;
    ASSERT_EQ(std::bit_cast<std::uint64_t>(value), std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr)))
        << text;
  }
}

TEST(NumberField, ShortTextsThatAreNoNumbers) {
  for (const char* field : {"1.2.3", "1..2", "--1", "1-", "1 2", "0x10", "1_000", "12a", "1.a", "+-1"}) {
    double value = 0.0;
    EXPECT_EQ(read(field, value), NumberField::unreadable) << field;
  }
}

TEST(NumberField, KnowsWhatMissingLooksLike) {
  for (const char* field : {"", "  ", "NA", "na", "N/A", "NaN", "nan", "-nan", "null", "None", ".", "#N/A", "<NA>", "-",
                            "N.D.", "#DIV/0!", "#VALUE!", "#ref!"}) {
    double value = 0.0;
    EXPECT_EQ(read(field, value), NumberField::missing) << field;
    EXPECT_TRUE(std::isnan(value)) << field;
  }
}

TEST(NumberField, MissingWordsAreThoseOfTheConfig) {
  double value = 0.0;
  EXPECT_EQ(read("NA", value, false, {"absent"}), NumberField::unreadable);
  EXPECT_EQ(read(" Absent", value, false, {"absent"}), NumberField::missing);
  for (const char* field : {"-999", "-999.0", "-9.99e2"}) {
    EXPECT_EQ(read(field, value, false, {"-999"}), NumberField::missing) << field;
    EXPECT_TRUE(std::isnan(value)) << field;
  }
  EXPECT_EQ(read("-998", value, false, {"-999"}), NumberField::number);
}

TEST(NumberField, RefusesTheRest) {
  for (const char* field :
       {"abc", "1.2.3", "1,5", "0x10", "1 2", "--1", "5%", "missing", "1e", "1_000", "1e400", "TRUE", "\xD9\xA1", "+-1",
        "\xE2\x88\x92\xE2\x88\x92"
        "1"}) {
    double value = 0.0;
    EXPECT_EQ(read(field, value), NumberField::unreadable) << field;
  }
}

TEST(NumberField, DecimalCommas) {
  double value = 0.0;
  EXPECT_EQ(read("-0,53", value, true), NumberField::number);
  EXPECT_EQ(value, -0.53);
  EXPECT_EQ(read(",5e-1", value, true), NumberField::number);
  EXPECT_EQ(value, 0.05);
  for (const char* field : {"1.234,5", "1,234,567", "1,", ",", "1,2.3", "a,5"}) {
    EXPECT_EQ(read(field, value, true), NumberField::unreadable) << field;
  }
  EXPECT_TRUE(may_have_thousands("-1,234"));
  EXPECT_FALSE(may_have_thousands("0,234"));
  EXPECT_FALSE(may_have_thousands("1,23"));
}

TEST(NumberField, TheMinusOfTypesettersIsAMinus) {
  double value = 0.0;
  EXPECT_EQ(read("\xE2\x88\x92"
                 "0.5",
                 value),
            NumberField::number);
  EXPECT_EQ(value, -0.5);
  EXPECT_EQ(read("1e\xE2\x88\x92"
                 "2",
                 value),
            NumberField::number);
  EXPECT_EQ(value, 0.01);
}

TEST(NumberField, RemembersHowNumbersWereWritten) {
  const MissingWords missing;
  NumberReader reader(missing, true);
  double value = 0.0;
  reader.read("7", 2, value);
  EXPECT_FALSE(reader.forms().point || reader.forms().comma || reader.forms().minus);
  reader.read("0,5", 3, value);
  reader.read("0,6", 4, value);
  reader.read("0.7", 5, value);
  EXPECT_EQ(reader.forms().comma->text, "0,5");
  EXPECT_EQ(reader.forms().comma->line, 3);
  EXPECT_EQ(reader.forms().point->line, 5);
  EXPECT_EQ(form_notes(reader.forms(), true).size(), 1U);
  EXPECT_TRUE(form_notes(reader.forms(), false).empty());
  expect_error(ErrorKind::input, "t.csv: numbers with a decimal comma (line 3: '0,5') and with a decimal point (line 5",
               [&] { check_number_forms(reader.forms(), "t.csv"); });
  EXPECT_NO_THROW(check_number_forms({}, "t.csv"));
}

}  // namespace
}  // namespace cre
