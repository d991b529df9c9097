#include "table/text_encoding.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

using namespace std::string_literals;

TEST(TextEncoding, FindsWhatIsNoUtf8) {
  for (const char* good : {"", "abc", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xEF\xBB\xBFx"}) {
    EXPECT_FALSE(first_invalid_utf8(good)) << good;
  }
  EXPECT_EQ(first_invalid_utf8("caf\xE9"), 3U);    // Latin-1
  EXPECT_EQ(first_invalid_utf8("a\xE2\x82"), 1U);  // cut off
  EXPECT_EQ(first_invalid_utf8("\xC0\xAF"), 0U);   // longer than needed
  EXPECT_EQ(first_invalid_utf8("\xE0\x80\xAF"), 0U);
  EXPECT_EQ(first_invalid_utf8("\xED\xA0\x80"), 0U);      // half of a pair
  EXPECT_EQ(first_invalid_utf8("\xF4\x90\x80\x80"), 0U);  // beyond the last character
  EXPECT_EQ(first_invalid_utf8("\x80"), 0U);
  EXPECT_EQ(as_utf8("caf\xE9 \xFFx"), "caf\xEF\xBF\xBD \xEF\xBF\xBDx");
}

TEST(TextEncoding, IsToldByMarkOrZeros) {
  EXPECT_EQ(encoding_of("\xFF\xFEI\0"s), TextEncoding::utf16_little);
  EXPECT_EQ(encoding_of("\xFE\xFF\0I"s), TextEncoding::utf16_big);
  EXPECT_EQ(encoding_of("I\0D\0\t\0x\0"s), TextEncoding::utf16_little);
  EXPECT_EQ(encoding_of("\0I\0D\0\t\0x"s), TextEncoding::utf16_big);
  EXPECT_EQ(encoding_of("ID\tx"), TextEncoding::utf8);
  EXPECT_EQ(encoding_of("ID\0\0\0\0"s), TextEncoding::utf8);
  EXPECT_EQ(encoding_of(""), TextEncoding::utf8);
}

TEST(TextEncoding, DecodesUtf16InPieces) {
  // A, e acute, Euro sign, a smiling face (a pair).
  const std::string little = "A\0\xE9\0\xAC\x20\x3D\xD8\x00\xDE"s;
  const std::string expected = "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
  for (std::size_t piece = 1; piece <= little.size(); ++piece) {
    Utf16Decoder decoder(TextEncoding::utf16_little);
    std::string out;
    for (std::size_t at = 0; at < little.size(); at += piece) {
      EXPECT_TRUE(decoder.decode(std::string_view(little).substr(at, piece), out));
    }
    EXPECT_EQ(out, expected);
    EXPECT_FALSE(decoder.pending());
  }
  Utf16Decoder big(TextEncoding::utf16_big);
  std::string out;
  EXPECT_TRUE(big.decode("\0A\0"s, out));
  EXPECT_TRUE(big.pending());
  Utf16Decoder damaged(TextEncoding::utf16_little);
  EXPECT_FALSE(damaged.decode("\x00\xDE"s, out));
}

}  // namespace
}  // namespace cre
