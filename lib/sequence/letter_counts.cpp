#include "sequence/letter_counts.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/vector_clones.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

// Bytes that are counted in lanes of bytes, so that a vector has many of them.
constexpr std::size_t kLanes = 32;

}  // namespace

CRE_VECTOR_CLONES LetterCounts count_letters(std::string_view letters) {
  LetterCounts counts;
  std::size_t at = 0;
  while (at + kLanes <= letters.size()) {
    std::array<std::uint8_t, kLanes> at_lanes{}, gc_lanes{}, n_lanes{};
    const std::size_t end = std::min(letters.size(), at + 255 * kLanes);  // no lane overflows
    for (; at + kLanes <= end; at += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const char c = letters[at + lane];
        at_lanes[lane] = static_cast<std::uint8_t>(at_lanes[lane] + ((c == 'A') | (c == 'T')));
        gc_lanes[lane] = static_cast<std::uint8_t>(gc_lanes[lane] + ((c == 'C') | (c == 'G')));
        n_lanes[lane] = static_cast<std::uint8_t>(n_lanes[lane] + (c == 'N'));
      }
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      counts.known += static_cast<std::uint32_t>(at_lanes[lane]) + gc_lanes[lane];
      counts.gc += gc_lanes[lane];
      counts.n += n_lanes[lane];
    }
  }
  for (; at < letters.size(); ++at) {
    const char c = letters[at];
    counts.gc += c == 'C' || c == 'G' ? 1U : 0U;
    counts.known += c == 'A' || c == 'T' || c == 'C' || c == 'G' ? 1U : 0U;
    counts.n += c == 'N' ? 1U : 0U;
  }
  if (std::size_t{counts.known} + counts.n < letters.size()) {
    counts.ambiguous = static_cast<std::uint32_t>(
        std::count_if(letters.begin(), letters.end(), [](char c) { return base_code(c) == kAmbiguousBase; }));
  }
  return counts;
}

}  // namespace cre
