#include "eval/external/predicted_table.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/text.h"

namespace cre {

namespace {

/// Do all tasks have a column with that end? Warns when only some have.
bool all_have(const KeyedTable& table, const std::vector<std::string>& tasks, const std::string& end,
              std::vector<std::string>& warnings) {
  std::vector<std::string> missing;
  for (const std::string& task : tasks) {
    if (!table.has(task + end)) {
      missing.push_back(task + end);
    }
  }
  if (!missing.empty() && missing.size() < tasks.size()) {
    warnings.push_back(concat(table.file(), ": there is no column ", join(missing, ", "),
                              ", so that the other columns *", end, " are not used"));
  }
  return missing.empty();
}

void check_spread(const PredictedTable& table, std::size_t k, const std::string& task) {
  const PredictedColumn& column = table.task[k];
  for (std::size_t row = 0; row < column.sd.size(); ++row) {
    if (column.sd[row] < 0.0) {
      fail(ErrorKind::input, table.file, ": line ", table.rows.line[row], ", column ", task, "_sd: ", column.sd[row],
           " is no standard deviation; allowed are numbers from 0");
    }
  }
  for (std::size_t row = 0; row < column.low.size(); ++row) {
    if (column.low[row] > column.high[row]) {
      fail(ErrorKind::input, table.file, ": line ", table.rows.line[row], ", column ", task, "_low: ", column.low[row],
           " is above ", task, "_high, ", column.high[row]);
    }
  }
}

}  // namespace

PredictedTable predicted_table(KeyedTable& table, const std::vector<std::string>& tasks) {
  PredictedTable out{.file = table.file(), .rows = {}, .task = {}, .warnings = {}};
  KeyedColumns wanted{.numbers = tasks, .words = {}};
  const auto add = [&](const std::string& end) {
    for (const std::string& task : tasks) {
      wanted.numbers.push_back(task + end);
    }
  };
  const bool has_sd = all_have(table, tasks, "_sd", out.warnings);
  const bool has_low = all_have(table, tasks, "_low", out.warnings);
  const bool has_high = all_have(table, tasks, "_high", out.warnings);
  if (has_low != has_high) {
    out.warnings.push_back(concat(table.file(), ": prediction intervals need TASK_low and TASK_high: there are none"));
  }
  if (has_sd) {
    add("_sd");
  }
  if (has_low && has_high) {
    add("_low");
    add("_high");
  }
  out.rows = table.read(wanted);
  // In the order in which they were asked for.
  auto next = std::make_move_iterator(out.rows.numbers.begin());
  out.task.resize(tasks.size());
  const auto take = [&](std::vector<double> PredictedColumn::* part) {
    for (PredictedColumn& column : out.task) {
      column.*part = *next++;
    }
  };
  take(&PredictedColumn::value);
  if (has_sd) {
    take(&PredictedColumn::sd);
  }
  if (has_low && has_high) {
    take(&PredictedColumn::low);
    take(&PredictedColumn::high);
  }
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    check_spread(out, k, tasks[k]);
  }
  return out;
}

}  // namespace cre
