#pragma once
// Which texts are sequences of DNA.

#include <algorithm>
#include <string_view>

#include "sequence/base_codes.h"

namespace cre {

/// Shorter ones may be words or alleles.
inline constexpr std::size_t kShortestSequence = 10;

/// Letters of DNA, or of RNA, that may stand for bases, at least ten and mostly A, C, G, T or U.
inline bool looks_like_dna(std::string_view text) {
  const auto is_base = [](char c) { return std::string_view("ACGTUacgtu").find(c) != std::string_view::npos; };
  const auto is_letter = [](char c) { return c == 'U' || c == 'u' || base_code(c) != kNoBase; };
  const auto bases = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_base));
  return text.size() >= kShortestSequence && 2 * bases > text.size() &&
         std::all_of(text.begin(), text.end(), is_letter);
}

}  // namespace cre
