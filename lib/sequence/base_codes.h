#pragma once
// Bases as small integers: A0 C1 G2 T3 N4. Channel c of a one-hot encoding is code c.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cre {

inline constexpr std::uint8_t kBaseA = 0, kBaseC = 1, kBaseG = 2, kBaseT = 3, kBaseN = 4;
/// An IUPAC ambiguity code other than N (R Y S W K M B D H V).
inline constexpr std::uint8_t kAmbiguousBase = 5;
/// Anything else: no letter of DNA.
inline constexpr std::uint8_t kNoBase = 255;

namespace detail {
constexpr std::array<std::uint8_t, 256> make_base_code_table() {
  std::array<std::uint8_t, 256> table{};
  for (std::uint8_t& code : table) {
    code = kNoBase;
  }
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
inline constexpr std::array<std::uint8_t, 256> kBaseCodes = make_base_code_table();
}  // namespace detail

/// Code of a letter of either case: 0-4, kAmbiguousBase or kNoBase. Here, because it runs for every base of a table.
constexpr std::uint8_t base_code(char letter) {
  return detail::kBaseCodes[static_cast<unsigned char>(letter)];
}

/// Upper-case letter of a code 0-4. Throws internal for any other.
char base_letter(std::uint8_t code);

/// Codes of a text made of ACGTN (either case). Throws internal for any other letter: check first.
std::vector<std::uint8_t> encode_bases(std::string_view letters);

/// Letters ACGTN of codes 0-4.
std::string decode_bases(std::span<const std::uint8_t> codes);

}  // namespace cre
