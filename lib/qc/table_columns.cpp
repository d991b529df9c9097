#include "qc/table_columns.h"

#include "core/text.h"
#include "table/column_map.h"

namespace cre {

TableColumns find_columns(const DelimitedTable& table, const QcConfig& config) {
  ColumnMap map(table);
  TableColumns columns;
  columns.count = table.columns().size();
  columns.id = map.find(config.columns.id, "qc.columns.id");
  columns.sequence = map.find(config.columns.sequence, "qc.columns.sequence");
  columns.target_cell = map.find(config.columns.target_cell, "qc.columns.target_cell");
  columns.min_gap = map.find(config.columns.min_gap, "qc.columns.min_gap");
  columns.chromosome = map.find(config.columns.chromosome, "qc.columns.chromosome");
  columns.group = map.find(config.columns.group, "qc.columns.group");
  columns.split = map.find(config.columns.split, "qc.columns.split");
  for (std::size_t i = 0; i < config.tasks.size(); ++i) {
    const std::string key = concat("qc.tasks[", i, "]");
    columns.activity.push_back(map.find(config.tasks[i].activity, key + ".activity"));
    columns.standard_error.push_back(map.find(config.tasks[i].standard_error, key + ".standard_error"));
  }
  map.check();
  return columns;
}

}  // namespace cre
