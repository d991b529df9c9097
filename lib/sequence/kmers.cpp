#include "sequence/kmers.h"

#include <algorithm>

namespace cre {

bool is_low_complexity(std::uint64_t key, std::size_t k) {
  if (k < 3) {
    return false;
  }
  // A random word of 31 bases has 24 different ones among its 29, so most are told by the first few.
  const std::size_t few = std::max<std::size_t>(1, (k - 2) / 4);
  std::uint64_t seen = 0;
  std::size_t different = 0;
  for (std::size_t i = 0; i + 3 <= k; ++i) {
    const std::uint64_t bit = std::uint64_t{1} << (key >> (2 * i) & 63U);
    different += (seen & bit) == 0 ? 1 : 0;
    if (different > few) {
      return false;
    }
    seen |= bit;
  }
  return true;
}

}  // namespace cre
