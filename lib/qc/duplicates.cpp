#include "qc/duplicates.h"

#include <string_view>
#include <vector>

#include "core/first_equal.h"

namespace cre {

std::string_view sequence_bytes(const Elements& elements, std::size_t row) {
  const auto length = static_cast<std::size_t>(elements.length);
  return {reinterpret_cast<const char*>(elements.codes.data()) + row * length, length};
}

DuplicateCounts flag_duplicates(Elements& elements) {
  const std::vector<std::uint32_t> first = first_equal(
      elements.rows(), [&](std::size_t row) { return quick_hash(sequence_bytes(elements, row)); },
      [&](std::size_t a, std::size_t b) { return sequence_bytes(elements, a) == sequence_bytes(elements, b); });
  DuplicateCounts counts;
  for (std::size_t row = 0; row < first.size(); ++row) {
    if (first[row] == row) {
      continue;
    }
    const bool is_second = (elements.flags[first[row]] & kDuplicate) == 0;
    counts.groups += is_second ? 1 : 0;
    counts.rows += is_second ? 2 : 1;
    elements.flags[first[row]] |= kDuplicate;
    elements.flags[row] |= kDuplicate;
  }
  return counts;
}

}  // namespace cre
