#include "sequence/kmers.h"

#include <algorithm>
#include <bit>

namespace cre {

bool is_low_complexity(std::uint64_t key, std::size_t k) {
  if (k < 3) {
    return false;
  }
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i + 3 <= k; ++i) {
    seen |= std::uint64_t{1} << (key >> (2 * i) & 63U);
  }
  // A random word of 31 bases has 24 different ones among its 29.
  return static_cast<std::size_t>(std::popcount(seen)) <= std::max<std::size_t>(1, (k - 2) / 4);
}

}  // namespace cre
