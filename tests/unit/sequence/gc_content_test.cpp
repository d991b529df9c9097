#include "sequence/gc_content.h"

#include <cmath>

#include <gtest/gtest.h>

#include "sequence/base_codes.h"

namespace cre {
namespace {

TEST(GcContent, CountsOnlyKnownBases) {
  EXPECT_DOUBLE_EQ(gc_content(encode_bases("GGCA")), 0.75);
  EXPECT_DOUBLE_EQ(gc_content(encode_bases("GANN")), 0.5);
  EXPECT_DOUBLE_EQ(gc_content(encode_bases("ATTA")), 0.0);
}

TEST(GcContent, IsUndefinedWithoutKnownBases) {
  EXPECT_TRUE(std::isnan(gc_content(encode_bases("NN"))));
  EXPECT_TRUE(std::isnan(gc_content({})));
}

TEST(GcContent, CountsN) {
  EXPECT_EQ(count_n(encode_bases("NANNT")), 3);
  EXPECT_EQ(count_n(encode_bases("ACGT")), 0);
}

}  // namespace
}  // namespace cre
