#pragma once
// The other strand, read 5' to 3'.

#include <cstdint>
#include <span>
#include <vector>

#include "sequence/base_codes.h"

namespace cre {

/// A <-> T, C <-> G, N stays.
constexpr std::uint8_t complement(std::uint8_t code) {
  return code < kBaseN ? static_cast<std::uint8_t>(3 - code) : code;
}

/// Codes 0-4 of length L to codes of length L; applied twice it gives the input.
std::vector<std::uint8_t> reverse_complement(std::span<const std::uint8_t> codes);

}  // namespace cre
