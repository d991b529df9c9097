#include "split/audit/regrouping.h"

#include <algorithm>

namespace cre {

std::vector<bool> grouped_with_training(const Elements& elements, std::span<const std::uint32_t> rows,
                                        const std::vector<bool>& linked, const MergeRows& merge) {
  const auto length = static_cast<std::size_t>(elements.length);
  std::vector<std::uint8_t> codes(rows.size() * length);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto from = std::span(elements.codes).subspan(std::size_t{rows[i]} * length, length);
    std::copy(from.begin(), from.end(), codes.begin() + static_cast<std::ptrdiff_t>(i * length));
  }
  UnionFind sets(rows.size());
  if (!rows.empty()) {
    merge(codes, sets);
  }
  std::vector<bool> of_set(rows.size(), false), out(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (linked[i]) {
      of_set[sets.find(i)] = true;
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out[i] = of_set[sets.find(i)];
  }
  return out;
}

}  // namespace cre
