#include "qc/duplicates.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <string_view>
#include <vector>

namespace cre {

std::string_view sequence_bytes(const Elements& elements, std::size_t row) {
  const auto length = static_cast<std::size_t>(elements.length);
  return {reinterpret_cast<const char*>(elements.codes.data()) + row * length, length};
}

DuplicateCounts flag_duplicates(Elements& elements) {
  const auto sequence = [&](std::size_t row) { return sequence_bytes(elements, row); };
  // Sorting short hashes first spares most comparisons of whole sequences.
  std::vector<std::size_t> hash(elements.rows());
  std::vector<std::size_t> order(elements.rows());
  std::iota(order.begin(), order.end(), 0U);
  for (const std::size_t row : order) {
    hash[row] = std::hash<std::string_view>()(sequence(row));
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return hash[a] != hash[b] ? hash[a] < hash[b] : sequence(a) < sequence(b);
  });
  DuplicateCounts counts;
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    for (end = begin + 1; end < order.size() && sequence(order[begin]) == sequence(order[end]);) {
      ++end;
    }
    if (end - begin == 1) {
      continue;
    }
    ++counts.groups;
    counts.rows += static_cast<std::int64_t>(end - begin);
    for (std::size_t i = begin; i < end; ++i) {
      elements.flags[order[i]] |= kDuplicate;
    }
  }
  return counts;
}

}  // namespace cre
