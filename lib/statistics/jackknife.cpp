#include "statistics/jackknife.h"

#include <algorithm>

#include "core/parallel.h"

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

void for_each_left_out_unit(const ResampleUnits& units, unsigned threads,
                            const std::function<ResampleWorker()>& make_worker) {
  constexpr std::size_t kUnitsAtOnce = 64;
  const RowsOfUnits rows(units);
  parallel_for((units.count + kUnitsAtOnce - 1) / kUnitsAtOnce, threads, [&](std::size_t block) {
    const ResampleWorker worker = make_worker();
    std::vector<std::int32_t> counts(units.rows, 1);
    const std::size_t end = std::min<std::size_t>(units.count, (block + 1) * kUnitsAtOnce);
    for (std::size_t unit = block * kUnitsAtOnce; unit < end; ++unit) {
      const std::span<const std::uint32_t> left_out = rows.of(static_cast<std::uint32_t>(unit));
      for (const std::uint32_t row : left_out) {
        counts[row] = 0;
      }
      worker(unit, counts);
      for (const std::uint32_t row : left_out) {
        counts[row] = 1;
      }
    }
  });
}

}  // namespace cre
