#pragma once
// Tables of a few rows for testing rules.

#include <string>
#include <vector>

#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"
#include "qc/reading/task_names.h"

namespace cre {

/// A good row of two tasks unless a test says otherwise.
struct SmallRow {
  std::string sequence = "ACGTACGTAC";
  std::vector<double> activity = {1.0, 2.0};
  std::vector<double> standard_error = {0.1, 0.2};
  std::string target_cell = "K562";
};

/// Tasks K562 and HepG2 with standard errors.
inline QcConfig small_config() {
  QcConfig config;
  config.tasks = {{"K562", "K562_l2fc", "K562_lfcSE"}, {"HepG2", "HepG2_l2fc", "HepG2_lfcSE"}};
  config.columns.id = "ID";
  return config;
}

inline MeasuredTable small_table(const std::vector<SmallRow>& rows, const QcConfig& config = small_config()) {
  MeasuredTable table;
  table.tasks = config.tasks.size();
  TaskNames names(config.tasks);
  for (const SmallRow& row : rows) {
    table.id.push_back("e" + std::to_string(table.rows()));
    table.line.push_back(static_cast<std::int64_t>(table.rows()) + 1);
    table.sequences.add(row.sequence);
    table.activity.append(row.activity);
    table.standard_error.append(row.standard_error);
    table.cell_name.push_back(row.target_cell);
    table.target_cell.push_back(names.find(row.target_cell));
    table.min_gap.push_back(0.0);
  }
  return table;
}

}  // namespace cre
