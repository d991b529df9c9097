#include "sequence/base_codes.h"

#include <array>

#include "core/error.h"

namespace cre {
namespace {

using CodeTable = std::array<std::uint8_t, 256>;

constexpr CodeTable make_code_table() {
  CodeTable table{};
  for (std::uint8_t& code : table) code = kNoBase;
  const auto set = [&table](std::string_view letters, std::uint8_t code) {
    for (const char letter : letters) {
      table[static_cast<unsigned char>(letter)] = code;
    }
  };
  set("Aa", kBaseA);
  set("Cc", kBaseC);
  set("Gg", kBaseG);
  set("Tt", kBaseT);
  set("Nn", kBaseN);
  set("RYSWKMBDHVryswkmbdhv", kAmbiguousBase);
  return table;
}

constexpr CodeTable kCodes = make_code_table();
constexpr std::string_view kLetters = "ACGTN";

}  // namespace

std::uint8_t base_code(char letter) {
  return kCodes[static_cast<unsigned char>(letter)];
}

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
