#include "sequence/base_codes.h"

#include "core/error.h"

namespace cre {
namespace {

constexpr std::string_view kLetters = "ACGTN";

}  // namespace

char base_letter(std::uint8_t code) {
  require(code < kLetters.size(), "a base code is 0 to 4");
  return kLetters[code];
}

std::vector<std::uint8_t> encode_bases(std::string_view letters) {
  std::vector<std::uint8_t> codes(letters.size());
  for (std::size_t i = 0; i < letters.size(); ++i) {
    codes[i] = base_code(letters[i]);
    require(codes[i] <= kBaseN, "only checked sequences are encoded");
  }
  return codes;
}

std::string decode_bases(std::span<const std::uint8_t> codes) {
  std::string letters(codes.size(), 'N');
  for (std::size_t i = 0; i < codes.size(); ++i) {
    letters[i] = base_letter(codes[i]);
  }
  return letters;
}

}  // namespace cre
