#pragma once
// Predictions of another program: a table with one column a task.

#include <filesystem>
#include <string>
#include <vector>

#include "table/keyed_table.h"

namespace cre {

/// Of one task, l2fc; (N) each.
struct PredictedColumn {
  std::vector<double> value;      // NaN where missing
  std::vector<double> sd;         // over the members of an ensemble; empty without
  std::vector<double> low, high;  // ends of prediction intervals; empty without
};

struct PredictedTable {
  std::filesystem::path file;
  KeyedRows rows;                     // their ids and lines
  std::vector<PredictedColumn> task;  // (K)
  std::vector<std::string> warnings;
};

/// The columns TASK, and if every task has them, TASK_sd, and TASK_low and TASK_high. Throws input as KeyedTable::read,
/// for a negative SD and an interval whose low end is above the high one.
PredictedTable predicted_table(KeyedTable& table, const std::vector<std::string>& tasks);

}  // namespace cre
