#include "split/strategies/row_categories.h"

#include <algorithm>
#include <numeric>

namespace cre {

RowCategories::RowCategories(const Elements& elements, double smallest_share) {
  add_column("target_cell", elements.tasks, elements.target_cell, smallest_share);
  for (const Stratum& stratum : elements.strata) {
    add_column(stratum.name, stratum.levels, stratum.level, smallest_share);
  }
  of_row_.reserve(elements.rows() * columns_.size());
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    for (const std::vector<std::uint32_t>& column : by_column_) {
      of_row_.push_back(column[row]);
    }
  }
  by_column_.clear();
}

std::span<const std::uint32_t> RowCategories::of(std::size_t row) const {
  return std::span(of_row_).subspan(row * columns_.size(), columns_.size());
}

void RowCategories::add_column(const std::string& name, const std::vector<std::string>& levels,
                               const std::vector<std::int16_t>& level, double smallest_share) {
  std::vector<double> rows(levels.size() + 1, 0.0);  // the first: missing (kUnknownCell and kNoLevel are -1)
  for (const std::int16_t one : level) {
    rows[static_cast<std::size_t>(one + 1)] += 1.0;
  }
  std::vector<std::size_t> by_name(levels.size());
  std::iota(by_name.begin(), by_name.end(), std::size_t{1});
  std::sort(by_name.begin(), by_name.end(),
            [&](std::size_t a, std::size_t b) { return levels[a - 1] < levels[b - 1]; });
  by_name.insert(by_name.begin(), 0);

  const std::size_t begin = total_.size();
  const auto rare = static_cast<std::uint32_t>(begin);  // the first category of the column
  total_.push_back(0.0);
  std::vector<std::uint32_t> category(rows.size(), rare);
  for (const std::size_t one : by_name) {
    if (rows[one] * smallest_share < 1.0) {
      total_[rare] += rows[one];
      continue;
    }
    category[one] = static_cast<std::uint32_t>(total_.size());
    total_.push_back(rows[one]);
  }
  columns_.push_back({name, begin, total_.size()});
  std::vector<std::uint32_t>& column = by_column_.emplace_back();
  column.reserve(level.size());
  for (const std::int16_t one : level) {
    column.push_back(category[static_cast<std::size_t>(one + 1)]);
  }
}

}  // namespace cre
