// Finding the sites of an IUPAC consensus.

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>

#include "core/error.h"
#include "sequence/base_codes.h"
#include "simulate/motif_grammar.h"

namespace cre {
namespace {

using BaseSet = std::uint8_t;  // bit c is set when base code c is allowed

constexpr std::array<BaseSet, 256> kAllowedBases = [] {
  constexpr std::string_view kLetters = "ACGTRYSWKMBDHVN";
  constexpr std::array<BaseSet, 15> kSets = {1, 2, 4, 8, 5, 10, 6, 9, 12, 3, 14, 13, 11, 7, 15};
  std::array<BaseSet, 256> allowed{};
  for (std::size_t i = 0; i < kLetters.size(); ++i) {
    allowed[static_cast<unsigned char>(kLetters[i])] = kSets[i];
  }
  return allowed;
}();

BaseSet allowed_bases(char letter) {
  const BaseSet set = kAllowedBases[static_cast<unsigned char>(letter)];
  require(set != 0, "a consensus is made of IUPAC letters");
  return set;
}

constexpr BaseSet complement_set(BaseSet set) {
  return static_cast<BaseSet>((set & 1U) << 3U | (set & 2U) << 1U | (set & 4U) >> 1U | (set & 8U) >> 3U);
}

}  // namespace

BasePlaces::BasePlaces(std::span<const std::uint8_t> codes)
    : length(codes.size()), words(codes.size() / kWordBits + 2), bits(kBaseSets * words) {
  for (std::size_t place = 0; place < codes.size(); ++place) {
    if (codes[place] < kBaseN) {
      bits[(std::size_t{1} << codes[place]) * words + place / kWordBits] |= std::uint64_t{1} << place % kWordBits;
    }
  }
  for (std::size_t set = 3; set < kBaseSets; ++set) {
    const std::size_t without_lowest = set & (set - 1);
    const std::size_t lowest = set ^ without_lowest;
    for (std::size_t word = 0; without_lowest != 0 && word < words; ++word) {
      bits[set * words + word] = bits[without_lowest * words + word] | bits[lowest * words + word];
    }
  }
}

std::vector<MotifMatch> find_matches(const std::string& consensus, const BasePlaces& places) {
  std::vector<BaseSet> sets(consensus.size());
  std::transform(consensus.begin(), consensus.end(), sets.begin(), allowed_bases);
  std::vector<MotifMatch> matches;
  for (std::size_t first = 0; first < places.length; first += BasePlaces::kWordBits) {
    std::uint64_t forward = ~std::uint64_t{0}, reverse = forward;  // bit i: the window at first + i matches so far
    for (std::size_t i = 0; i < sets.size() && (forward | reverse) != 0; ++i) {
      forward &= places.from(sets[i], first + i);
      reverse &= places.from(complement_set(sets[sets.size() - 1 - i]), first + i);
    }
    for (std::uint64_t left = forward | reverse; left != 0; left &= left - 1) {
      const std::size_t begin = first + static_cast<std::size_t>(std::countr_zero(left));
      matches.push_back({static_cast<std::int64_t>(begin), static_cast<std::int64_t>(begin + sets.size())});
    }
  }
  return matches;
}

}  // namespace cre
