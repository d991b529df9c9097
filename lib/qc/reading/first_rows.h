#pragma once
// Internal to table_columns.cpp: what the first rows of a table say about its form.

#include "qc/qc_config.h"
#include "qc/reading/table_columns.h"
#include "table/delimited_table.h"

namespace cre {

/// Tells by the first rows whether they have a field more than the header (see find_columns) and whether numbers have
/// decimal commas; adapts the table and `columns`, whose places are those of the header's fields.
void fit_to_first_rows(DelimitedTable& table, const QcConfig& config, TableColumns& columns);

}  // namespace cre
