#include "sequence/reverse_complement.h"

#include <gtest/gtest.h>

#include "core/random.h"

namespace cre {
namespace {

std::string reversed(const std::string& letters) {
  return decode_bases(reverse_complement(encode_bases(letters)));
}

TEST(ReverseComplement, HandWorked) {
  EXPECT_EQ(reversed("AACGTN"), "NACGTT");
  EXPECT_EQ(reversed("AGATAAG"), "CTTATCT");
  EXPECT_EQ(reversed("TTGCGCAA"), "TTGCGCAA");  // a palindrome
  EXPECT_EQ(reversed(""), "");
}

TEST(ReverseComplement, TwiceIsTheIdentity) {
  RandomStream random(RandomPurpose::simulation, 7);
  for (std::size_t length = 0; length < 50; ++length) {
    std::vector<std::uint8_t> codes(length);
    for (std::uint8_t& code : codes) {
      code = static_cast<std::uint8_t>(random.below(5));
    }
    EXPECT_EQ(reverse_complement(reverse_complement(codes)), codes);
  }
}

}  // namespace
}  // namespace cre
