// Finding the sites of an IUPAC consensus.

#include <algorithm>
#include <array>
#include <string_view>

#include "core/error.h"
#include "sequence/base_codes.h"
#include "simulate/motif_grammar.h"

namespace cre {
namespace {

using BaseSet = std::uint8_t;  // bit c is set when base code c is allowed

BaseSet allowed_bases(char letter) {
  constexpr std::string_view kLetters = "ACGTRYSWKMBDHVN";
  constexpr std::array<BaseSet, 15> kSets = {1, 2, 4, 8, 5, 10, 6, 9, 12, 3, 14, 13, 11, 7, 15};
  const std::size_t index = kLetters.find(letter);
  require(index != std::string_view::npos, "a consensus is made of IUPAC letters");
  return kSets[index];
}

BaseSet complement_set(BaseSet set) {
  BaseSet other = 0;
  for (unsigned code = 0; code < 4; ++code) {
    if (set >> code & 1U) {
      other = static_cast<BaseSet>(other | (8U >> code));
    }
  }
  return other;
}

bool matches_at(const std::vector<BaseSet>& pattern, std::span<const std::uint8_t> window) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!(pattern[i] >> window[i] & 1U)) {
      return false;  // N (code 4) is in no set
    }
  }
  return true;
}

}  // namespace

std::vector<MotifMatch> find_matches(const std::string& consensus, std::span<const std::uint8_t> codes) {
  std::vector<BaseSet> forward(consensus.size());
  std::transform(consensus.begin(), consensus.end(), forward.begin(), allowed_bases);
  std::vector<BaseSet> reverse(consensus.size());
  std::transform(forward.rbegin(), forward.rend(), reverse.begin(), complement_set);

  std::vector<MotifMatch> matches;
  for (std::size_t begin = 0; begin + forward.size() <= codes.size(); ++begin) {
    const auto window = codes.subspan(begin, forward.size());
    if (matches_at(forward, window) || matches_at(reverse, window)) {
      matches.push_back({static_cast<std::int64_t>(begin), static_cast<std::int64_t>(begin + forward.size())});
    }
  }
  return matches;
}

}  // namespace cre
