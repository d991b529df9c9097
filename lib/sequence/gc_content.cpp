#include "sequence/gc_content.h"

#include <algorithm>
#include <limits>

#include "core/vector_clones.h"
#include "sequence/base_codes.h"

namespace cre {

CRE_VECTOR_CLONES double gc_content(std::span<const std::uint8_t> codes) {
  constexpr std::size_t kMostInBytes = 255;  // sums of so many fit bytes, of which a vector has many
  std::int64_t known = 0;
  std::int64_t gc = 0;
  for (std::size_t begin = 0; begin < codes.size(); begin += kMostInBytes) {
    std::uint8_t known_here = 0, gc_here = 0;
    for (const std::uint8_t code : codes.subspan(begin, std::min(kMostInBytes, codes.size() - begin))) {
      known_here = static_cast<std::uint8_t>(known_here + (code < kBaseN));
      gc_here = static_cast<std::uint8_t>(gc_here + (code == kBaseC) + (code == kBaseG));
    }
    known += known_here;
    gc += gc_here;
  }
  return known > 0 ? static_cast<double>(gc) / static_cast<double>(known) : std::numeric_limits<double>::quiet_NaN();
}

std::vector<float> gc_contents(std::span<const std::uint8_t> codes, std::size_t length) {
  std::vector<float> out;
  for (std::size_t first = 0; first < codes.size(); first += length) {
    out.push_back(static_cast<float>(gc_content(codes.subspan(first, length))));
  }
  return out;
}

std::int64_t count_n(std::span<const std::uint8_t> codes) {
  return std::count(codes.begin(), codes.end(), kBaseN);
}

}  // namespace cre
