#pragma once
// What the splits are balanced by besides their sizes: target cells and strata columns.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "storage/elements.h"

namespace cre {

/// One column whose levels should have the same share in every split.
struct CategoryColumn {
  std::string name;                // "target_cell", or that of the stratum
  std::size_t begin = 0, end = 0;  // its levels among the categories
};

/// Every row has one category of each column.
class RowCategories {
 public:
  /// Levels sorted by name, missing values first, so that the order of rows does not matter. Levels so rare that a
  /// split with `smallest_share` of all rows would get less than one of their rows are one category together.
  RowCategories(const Elements& elements, double smallest_share);

  std::size_t size() const { return total_.size(); }
  const std::vector<CategoryColumn>& columns() const { return columns_; }
  /// (columns) of a row.
  std::span<const std::uint32_t> of(std::size_t row) const;
  /// Rows of a category.
  double total(std::size_t category) const { return total_[category]; }

 private:
  void add_column(const std::string& name, const std::vector<std::string>& levels,
                  const std::vector<std::int16_t>& level, double smallest_share);

  std::vector<CategoryColumn> columns_;
  std::vector<std::vector<std::uint32_t>> by_column_;  // (columns, N), until all are known
  std::vector<std::uint32_t> of_row_;                  // (N, columns)
  std::vector<double> total_;                          // (categories)
};

}  // namespace cre
