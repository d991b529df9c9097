#pragma once
// How many letters of a sequence are which.

#include <cstdint>
#include <string_view>

namespace cre {

struct LetterCounts {
  std::uint32_t known = 0;      // A, C, G, T
  std::uint32_t gc = 0;         // G, C
  std::uint32_t n = 0;          // N
  std::uint32_t ambiguous = 0;  // other IUPAC letters
};

/// Of upper-case letters, fewer than 2^32. What is in no count is no letter of DNA.
LetterCounts count_letters(std::string_view letters);

}  // namespace cre
