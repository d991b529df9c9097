#include "table/number_field.h"

#include <cmath>

#include <gtest/gtest.h>

namespace cre {
namespace {

TEST(NumberField, ReadsNumbers) {
  double value = 0.0;
  EXPECT_EQ(read_number_field(" -1.5e2 ", value), NumberField::number);
  EXPECT_EQ(value, -150.0);
  EXPECT_EQ(read_number_field("+.5", value), NumberField::number);
  EXPECT_EQ(value, 0.5);
  EXPECT_EQ(read_number_field("inf", value), NumberField::number);
  EXPECT_TRUE(std::isinf(value));
}

TEST(NumberField, KnowsWhatMissingLooksLike) {
  for (const char* field : {"", "  ", "NA", "na", "N/A", "NaN", "nan", "-nan", "null", "None", "."}) {
    double value = 0.0;
    EXPECT_EQ(read_number_field(field, value), NumberField::missing) << field;
    EXPECT_TRUE(std::isnan(value)) << field;
  }
}

TEST(NumberField, RefusesTheRest) {
  for (const char* field : {"abc", "1.2.3", "1,5", "0x10", "1 2", "--1", "5%", "missing", "1e"}) {
    double value = 0.0;
    EXPECT_EQ(read_number_field(field, value), NumberField::unreadable) << field;
  }
}

}  // namespace
}  // namespace cre
