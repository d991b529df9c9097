#include "eval/aligned_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "storage/elements.h"

namespace cre {

namespace {

void check_tasks(const EvalRows& reference, const Predictions& predictions, const std::filesystem::path& file) {
  if (predictions.tasks != reference.tasks) {
    fail(ErrorKind::integrity, file, ": has the tasks ", join(predictions.tasks, ", "), "; the baseline has ",
         join(reference.tasks, ", "));
  }
}

bool same_value(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

/// Do a row of the reference and one of all rows of the file have the same measurements?
bool measured_alike(const EvalRows& reference, std::size_t row, const EvalRows& file, std::size_t other) {
  if (!same_value(reference.min_gap[row], file.min_gap[other]) ||
      reference.target_cell[row] != file.target_cell[other]) {
    return false;
  }
  for (std::size_t task = 0; task < reference.task_count(); ++task) {
    if (!same_value(reference.task[task].activity[row], file.task[task].activity[other])) {
      return false;
    }
  }
  return true;
}

void check_measurements(const EvalRows& reference, std::size_t row, const EvalRows& found, std::size_t other,
                        const std::filesystem::path& file) {
  if (!same_value(reference.min_gap[row], found.min_gap[other])) {
    fail(ErrorKind::integrity, file, ": row '", reference.id[row], "': the minimum gap is ", found.min_gap[other],
         ", in the baseline ", reference.min_gap[row]);
  }
  if (reference.target_cell[row] != found.target_cell[other]) {
    fail(ErrorKind::integrity, file, ": row '", reference.id[row], "': the target cell is number ",
         found.target_cell[other], ", in the baseline ", reference.target_cell[row]);
  }
  for (std::size_t task = 0; task < reference.task_count(); ++task) {
    const double expected = reference.task[task].activity[row];
    const double measured = found.task[task].activity[other];
    if (!same_value(expected, measured)) {
      fail(ErrorKind::integrity, file, ": row '", reference.id[row], "', task ", reference.tasks[task],
           ": the measured activity is ", measured, ", in the baseline ", expected);
    }
  }
}

/// Is there a reason why the sequence of an id is another one in the other file?
bool cut_otherwise(const EvalRows& reference, std::size_t row, const EvalRows& file, std::size_t other) {
  return reference.insert_length != file.insert_length || (reference.flags[row] & kLengthAdjusted) != 0 ||
         (file.flags[other] & kLengthAdjusted) != 0;
}

RowNames names_of(const EvalRows& rows) {
  return {rows.sequence, rows.id, rows.ids_are_row_numbers};
}

void check_any_present(const AlignedRows& aligned, const EvalRows& found, Split split,
                       const std::filesystem::path& file) {
  if (std::find(aligned.present.begin(), aligned.present.end(), true) != aligned.present.end()) {
    return;
  }
  const EvalRows& reference = aligned.rows;
  const bool row_numbers = reference.ids_are_row_numbers || found.ids_are_row_numbers;
  fail(ErrorKind::integrity, file, ": has none of the baseline's ", reference.rows(), " ", split_name(split), " rows: ",
       reference.insert_length != found.insert_length
           ? concat("its inserts have ", found.insert_length, " bases, those of the baseline ", reference.insert_length)
           : std::string("no sequence is the same"),
       row_numbers ? ", and ids that are row numbers name no element (name a column in qc.columns.id)"
                   : ", and no id is the same");
}

}  // namespace

EvalRows reference_rows(const std::filesystem::path& file, Split split) {
  const Predictions predictions = load_predictions(file);
  EvalRows rows = evaluation_rows(predictions, rows_of_split(predictions, split), file);
  check_enough_rows(rows, split, file);
  return rows;
}

AlignedRows aligned_rows(const EvalRows& reference, Split split, const std::filesystem::path& file) {
  const Predictions predictions = load_predictions(file);
  check_tasks(reference, predictions, file);
  std::vector<std::size_t> all(predictions.measured.rows());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const EvalRows found = evaluation_rows(predictions, all, file);
  const std::vector<RowMatch> matches = match_rows(
      names_of(reference), names_of(found),
      {.alike = [&](std::size_t row, std::size_t other) { return measured_alike(reference, row, found, other); },
       .pair_unlike = false});

  AlignedRows aligned{reference, std::vector<bool>(reference.rows(), false), {}};
  aligned.matches.ids_compared = !reference.ids_are_row_numbers && !found.ids_are_row_numbers;
  for (std::size_t row = 0; row < reference.rows(); ++row) {
    const auto [other, by] = matches[row];
    const bool another = by == MatchedBy::id && !cut_otherwise(reference, row, found, other);
    aligned.matches.other_sequence += another ? 1 : 0;
    if (by == MatchedBy::nothing || another) {
      continue;
    }
    const Split split_there = predictions.measured.split[other];
    if (split_there != split) {
      fail(ErrorKind::integrity, file, ": row '", found.id[other], "' is in split '", split_name(split_there),
           "' here and in '", split_name(split), "' in the baseline",
           found.id[other] == reference.id[row] ? std::string() : concat(" (as '", reference.id[row], "')"),
           "; the comparison would not be on unseen rows");
    }
    check_measurements(reference, row, found, other, file);
    for (std::size_t task = 0; task < reference.task_count(); ++task) {
      aligned.rows.task[task].predicted[row] = found.task[task].predicted[other];
    }
    aligned.present[row] = true;
    aligned.matches.matched.add(by);
  }
  check_any_present(aligned, found, split, file);
  aligned.rows = only_present(std::move(aligned.rows), aligned.present);
  check_enough_rows(aligned.rows, split, file);
  return aligned;
}

EvalRows only_present(EvalRows rows, const std::vector<bool>& present) {
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    if (!present[row]) {
      rows.min_gap[row] = std::numeric_limits<double>::quiet_NaN();
      for (TaskColumn& task : rows.task) {
        task.activity[row] = std::numeric_limits<double>::quiet_NaN();
      }
    }
  }
  return rows;
}

}  // namespace cre
