#pragma once
// What was measured, from a table of anybody.

#include <string>
#include <vector>

#include "eval/external/truth.h"
#include "table/keyed_table.h"

namespace cre {

/// Columns: one a task with activities in l2fc; if there, TASK_se (standard errors), target_cell (name of a task),
/// min_gap, group (rows of equal words belong together), split (train, val, test). Without groups every row is one of
/// its own. Throws input as KeyedTable::read, for a negative standard error and a split of another name.
Truth table_truth(KeyedTable& table, const std::vector<std::string>& tasks, Split split);

}  // namespace cre
