#pragma once
// Rows that are one element.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace cre {

/// Groups of two and more rows, each ascending, by their first rows; the first carries the element.
struct RowGroups {
  std::vector<std::size_t> rows;         // of one group after the other
  std::vector<std::size_t> start = {0};  // (groups + 1) in `rows`

  std::size_t count() const { return start.size() - 1; }
  std::span<const std::size_t> group(std::size_t i) const {
    return std::span(rows).subspan(start[i], start[i + 1] - start[i]);
  }
};

/// Of the rows `candidates` (ascending), those that are equal. `hash` is the same for equal rows.
RowGroups rows_of_equal_keys(const std::vector<std::size_t>& candidates,
                             const std::function<std::uint64_t(std::size_t row)>& hash,
                             const std::function<bool(std::size_t row, std::size_t other)>& are_equal);

}  // namespace cre
