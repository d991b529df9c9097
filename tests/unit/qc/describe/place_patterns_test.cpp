#include "qc/describe/place_patterns.h"

#include <optional>

#include <gtest/gtest.h>

#include "qc/group_pattern.h"

namespace cre {
namespace {

TEST(PlacePatterns, Chromosomes) {
  for (const char* good : {"chr1", "chrX", "7", "22", "X", "MT", "chrUn_KI270742v1", "Chr3"}) {
    EXPECT_TRUE(is_chromosome(good)) << good;
  }
  for (const char* bad : {"", "chr", "123", "K562", "chr11:5248266", "A"}) {
    EXPECT_FALSE(is_chromosome(bad)) << bad;
  }
}

// What the suggested patterns find is what was counted.
TEST(PlacePatterns, LociAreThoseOfThePattern) {
  const GroupPattern pattern(kLocusPattern);
  for (const std::string id :
       {"FLIPPED__Antisense.flip__chr3:153839086..153839200,+__2392.1.0.0", "chr1:100000__wt__00",
        "a chr_ chrX:5-9 chr2:7", "chr:7", "chr5", "chr5:", "xchrchr6:12b", "RANDOM__533.1", ""}) {
    EXPECT_EQ(std::string(locus_in(id)), pattern.find(id).value_or("")) << id;
  }
  EXPECT_EQ(locus_in("mrna__chr2:73298418..73298532,-__1063"), "chr2:73298418");
}

TEST(PlacePatterns, OrientationsAreThoseOfThePattern) {
  const GroupPattern pattern(kOrientationPattern);
  for (const std::string id : {"WTC11_seq9939_F", "e000_r", "x:fwd", "peak1.antisense", "a_b_+", "a-b--", "seq_f2", "F",
                               "_F", "tile_rev_2", "", "x_", "plain"}) {
    EXPECT_EQ(std::string(without_orientation(id)), pattern.find(id).value_or("")) << id;
  }
  EXPECT_EQ(without_orientation("WTC11_seq9939_F"), "WTC11_seq9939");
  EXPECT_EQ(without_orientation("a_b_+"), "a_b");
}

}  // namespace
}  // namespace cre
