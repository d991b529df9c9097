#include "qc/duplicates.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/first_equal.h"

namespace cre {

DuplicateCounts flag_duplicates(KeptElements& elements, unsigned threads) {
  const std::vector<std::uint32_t> first = first_equal(
      elements.rows(), [&](std::size_t row) { return elements.sequences.hash(row); },
      [&](std::size_t a, std::size_t b) { return elements.sequences.are_equal(a, b); }, threads);
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

RowGroups copies_of_sequences(const KeptElements& elements) {
  std::vector<std::size_t> copies;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    if ((elements.flags[row] & kDuplicate) != 0) {
      copies.push_back(row);
    }
  }
  const RowGroups found = rows_of_equal_sequences(elements, copies);
  std::vector<std::string> codes(found.count());
  std::vector<std::size_t> order(found.count());
  for (std::size_t i = 0; i < found.count(); ++i) {
    codes[i].resize(static_cast<std::size_t>(elements.length));
    elements.sequences.codes(found.group(i).front(),
                             {reinterpret_cast<std::uint8_t*>(codes[i].data()), codes[i].size()});
    order[i] = i;
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return codes[a] < codes[b]; });
  RowGroups out;
  for (const std::size_t i : order) {
    const auto rows = found.group(i);
    out.rows.insert(out.rows.end(), rows.begin(), rows.end());
    out.start.push_back(out.rows.size());
  }
  return out;
}

RowGroups rows_of_equal_sequences(const KeptElements& elements, const std::vector<std::size_t>& rows) {
  return rows_of_equal_keys(
      rows, [&](std::size_t row) { return elements.sequences.hash(row); },
      [&](std::size_t a, std::size_t b) { return elements.sequences.are_equal(a, b); });
}

}  // namespace cre
