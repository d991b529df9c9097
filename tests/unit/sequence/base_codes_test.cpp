#include "sequence/base_codes.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace cre {
namespace {

TEST(BaseCodes, FollowTheChannelOrderOfOneHot) {
  const std::vector<std::uint8_t> expected = {0, 1, 2, 3, 4};
  EXPECT_EQ(encode_bases("ACGTN"), expected);
  EXPECT_EQ(encode_bases("acgtn"), expected);
}

TEST(BaseCodes, TellAmbiguityCodesFromOtherLetters) {
  for (const char letter : std::string("RYSWKMBDHVryswkmbdhv")) {
    EXPECT_EQ(base_code(letter), kAmbiguousBase) << letter;
  }
  for (const char letter : std::string("UEFIJLOPQXZ*-. 0\t\n")) {
    EXPECT_EQ(base_code(letter), kNoBase) << letter;
  }
  EXPECT_EQ(base_code('\xE9'), kNoBase);
}

TEST(BaseCodes, DecodeUndoesEncode) {
  EXPECT_EQ(decode_bases(encode_bases("GATTACANNT")), "GATTACANNT");
  EXPECT_EQ(decode_bases({}), "");
}

TEST(BaseCodes, UncheckedInputIsADefect) {
  EXPECT_THROW(encode_bases("ACR"), Error);
  EXPECT_THROW(base_letter(5), Error);
}

}  // namespace
}  // namespace cre
