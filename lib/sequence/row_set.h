#pragma once
// Some rows of a table of bases.

#include <cstddef>
#include <cstdint>
#include <span>

namespace cre {

/// Rows of `codes` (N, length), 0-4. Row i of the set is row `rows[i]` of the table.
struct RowSet {
  std::span<const std::uint8_t> codes;
  std::size_t length = 0;
  std::span<const std::uint32_t> rows;

  std::size_t size() const { return rows.size(); }
  std::span<const std::uint8_t> bases(std::size_t i) const {
    return codes.subspan(std::size_t{rows[i]} * length, length);
  }
};

}  // namespace cre
