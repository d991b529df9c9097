#include "sequence/gc_content.h"

#include <algorithm>
#include <limits>

#include "sequence/base_codes.h"

namespace cre {

double gc_content(std::span<const std::uint8_t> codes) {
  std::int64_t known = 0;
  std::int64_t gc = 0;
  for (const std::uint8_t code : codes) {
    known += code < kBaseN ? 1 : 0;
    gc += code == kBaseC || code == kBaseG ? 1 : 0;
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
