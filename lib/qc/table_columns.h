#pragma once
// Where the columns that cre-qc uses stand in a table.

#include <cstddef>
#include <optional>
#include <vector>

#include "qc/qc_config.h"
#include "table/delimited_table.h"

namespace cre {

struct TableColumns {
  std::size_t count = 0;  // fields of a line
  std::size_t sequence = 0;
  std::optional<std::size_t> id, target_cell, min_gap, chromosome, group, split;
  std::vector<std::size_t> activity;                       // (K)
  std::vector<std::optional<std::size_t>> standard_error;  // (K)
};

/// Throws input when a column named in the config is missing (see ColumnMap::check).
TableColumns find_columns(const DelimitedTable& table, const QcConfig& config);

}  // namespace cre
