#pragma once
// Where the columns that cre-qc uses stand in a table.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "qc/qc_config.h"
#include "table/delimited_table.h"

namespace cre {

struct TableColumns {
  std::size_t count = 0;  // fields of a line
  std::size_t sequence = 0;
  std::optional<std::size_t> id, target_cell, min_gap, chromosome, region, start, end, strand, group, split;
  std::vector<std::size_t> activity;                       // (K) of a merged task the first
  std::vector<std::optional<std::size_t>> standard_error;  // (K)
  std::vector<std::size_t> minimum;                        // of qc.minimum, in its order
  std::optional<std::size_t> exclude;                      // of qc.exclude_column, when qc.exclude is used
  std::vector<std::size_t> strata;                         // as in qc.strata
  std::vector<std::size_t> replicates;                     // (R) of merged tasks, see qc/merging/replicate_layout.h
  bool decimal_commas = false;                             // numbers are written 0,53
  std::vector<std::string> notes;                          // what is unusual about them, for people
};

/// A column that a table may have, by its name in qc.columns.
struct NamedColumn {
  const char* key;  // "qc.columns.id"
  std::optional<std::string> QcColumns::* name;
  std::optional<std::size_t> TableColumns::* place;
  const char* usual = "";  // its name in the public tables, of one that may be kUsualColumn
};

/// All of them, but for the sequence, which every table has.
inline constexpr std::array kNamedColumns = {
    NamedColumn{"qc.columns.id", &QcColumns::id, &TableColumns::id, "ID"},
    NamedColumn{"qc.columns.target_cell", &QcColumns::target_cell, &TableColumns::target_cell, "target_cell"},
    NamedColumn{"qc.columns.min_gap", &QcColumns::min_gap, &TableColumns::min_gap, "MinGap"},
    NamedColumn{"qc.columns.chromosome", &QcColumns::chromosome, &TableColumns::chromosome},
    NamedColumn{"qc.columns.region", &QcColumns::region, &TableColumns::region},
    NamedColumn{"qc.columns.start", &QcColumns::start, &TableColumns::start},
    NamedColumn{"qc.columns.end", &QcColumns::end, &TableColumns::end},
    NamedColumn{"qc.columns.strand", &QcColumns::strand, &TableColumns::strand},
    NamedColumn{"qc.columns.group", &QcColumns::group, &TableColumns::group},
    NamedColumn{"qc.columns.split", &QcColumns::split, &TableColumns::split},
};

/// All of them, in no order: what a row is made of.
std::vector<std::size_t> used_columns(const TableColumns& columns);

/// What the config says of the table's form and header.
TableForm table_form(const QcConfig& config);

/// Also adds a column without a name to the table when its rows have a field more than the header: R's row names, in
/// front, or an empty one after a delimiter at the end of every row; whichever makes sequences and numbers of the
/// named columns. Throws input when a column named in the config is missing (see ColumnMap::check).
TableColumns find_columns(DelimitedTable& table, const QcConfig& config);

}  // namespace cre
