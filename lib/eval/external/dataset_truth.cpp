#include "eval/external/dataset_truth.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/text.h"
#include "sequence/gc_content.h"
#include "storage/elements.h"

namespace cre {

namespace {

/// The rows as predictions.h5 has them, but for what a network adds: all is predicted as 0.
Predictions unpredicted(Dataset dataset) {
  Predictions out;
  out.gc = gc_contents(dataset.codes, static_cast<std::size_t>(dataset.construct.insert_length));
  out.predicted.assign(dataset.rows() * dataset.task_count(), 0.0F);
  out.insert_length = dataset.construct.insert_length;
  out.tasks = std::move(dataset.tasks);
  out.scaler = std::move(dataset.scaler);
  out.measured = std::move(dataset.measured);
  return out;
}

/// Keeps `tasks` alone.
void keep_tasks(EvalRows& rows, const std::vector<std::string>& tasks) {
  std::vector<TaskColumn> columns;
  std::vector<std::int16_t> place(rows.task_count(), kUnknownCell);  // of the present tasks among those kept
  for (const std::string& task : tasks) {
    const auto k = static_cast<std::size_t>(std::find(rows.tasks.begin(), rows.tasks.end(), task) - rows.tasks.begin());
    place[k] = static_cast<std::int16_t>(columns.size());
    columns.push_back(std::move(rows.task[k]));
    columns.back().predicted.clear();
  }
  for (std::int16_t& cell : rows.target_cell) {
    cell = cell == kUnknownCell ? kUnknownCell : place[static_cast<std::size_t>(cell)];
  }
  rows.task = std::move(columns);
  rows.tasks = tasks;
}

}  // namespace

Truth dataset_truth(Dataset dataset, const std::vector<std::string>& tasks, Split split,
                    const std::filesystem::path& file) {
  const Predictions all = unpredicted(std::move(dataset));
  Truth out{.file = file,
            .rows = evaluation_rows(all, rows_of_split(all, split), file),
            .elsewhere = {},
            .split = split,
            .notes = {},
            .warnings = {}};
  keep_tasks(out.rows, tasks);
  for (std::size_t row = 0; row < all.measured.rows(); ++row) {
    if (all.measured.split[row] != split) {
      out.elsewhere.push_back(all.measured.id[row]);
    }
  }
  if (tasks.size() < all.tasks.size()) {
    out.rows.min_gap.assign(out.rows.rows(), std::numeric_limits<double>::quiet_NaN());
    out.warnings.push_back(concat(file, ": its minimum gap is over ", join(all.tasks, ", "),
                                  ", of which some are not predicted: there is none here"));
  }
  if (all.measured.ids_are_row_numbers) {
    out.warnings.push_back(concat(file, ": its ids are row numbers, so predictions must be of this very dataset"));
  }
  return out;
}

}  // namespace cre
