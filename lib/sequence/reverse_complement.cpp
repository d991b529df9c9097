#include "sequence/reverse_complement.h"

#include <algorithm>

namespace cre {

std::vector<std::uint8_t> reverse_complement(std::span<const std::uint8_t> codes) {
  std::vector<std::uint8_t> other(codes.size());
  std::transform(codes.rbegin(), codes.rend(), other.begin(), complement);
  return other;
}

}  // namespace cre
