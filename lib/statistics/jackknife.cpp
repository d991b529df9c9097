#include "statistics/jackknife.h"

namespace cre {

RowsOfUnits::RowsOfUnits(const ResampleUnits& units) : first_(units.count + 1), row_(units.rows) {
  for (std::size_t row = 0; row < units.rows; ++row) {
    ++first_[unit_of(units, row) + 1];
  }
  for (std::size_t unit = 1; unit < first_.size(); ++unit) {
    first_[unit] += first_[unit - 1];
  }
  std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
  for (std::size_t row = 0; row < units.rows; ++row) {
    row_[next[unit_of(units, row)]++] = static_cast<std::uint32_t>(row);
  }
}

}  // namespace cre
