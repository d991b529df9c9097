#include "eval/external/external_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/error.h"
#include "core/text.h"

namespace cre {

namespace {

using RowOfId = std::unordered_map<std::string, std::size_t>;

bool predicts_any(const PredictedTable& predicted, std::size_t row) {
  return std::any_of(predicted.task.begin(), predicted.task.end(),
                     [row](const PredictedColumn& column) { return !std::isnan(column.value[row]); });
}

RowOfId rows_with_predictions(const PredictedTable& predicted) {
  RowOfId out;
  for (std::size_t row = 0; row < predicted.rows.rows(); ++row) {
    if (predicts_any(predicted, row)) {
      out.emplace(predicted.rows.id[row], row);
    }
  }
  return out;
}

/// The measurements of some rows.
EvalRows measured_at(EvalRows rows, const std::vector<std::size_t>& kept) {
  static_cast<RowFacts&>(rows) = select_facts(rows, kept);
  rows.sequence = select_entries(rows.sequence, kept);
  rows.group = select_entries(rows.group, kept);
  rows.train_neighbour = select_entries(rows.train_neighbour, kept);
  rows.gc = select_entries(rows.gc, kept);
  for (TaskColumn& task : rows.task) {
    task.activity = select_entries(task.activity, kept);
    task.standard_error = select_entries(task.standard_error, kept);
    task.forward.clear();  // of the predictions that truth may have come with
    task.reverse.clear();
  }
  return rows;
}

/// Counts measured values without a predicted one, which are no measured values from then on.
std::size_t mask_without_value(TaskColumn& task) {
  std::size_t count = 0;
  for (std::size_t row = 0; row < task.activity.size(); ++row) {
    if (std::isnan(task.predicted[row]) && !std::isnan(task.activity[row])) {
      task.activity[row] = std::numeric_limits<double>::quiet_NaN();
      ++count;
    }
  }
  return count;
}

/// A gap needs the predictions of all tasks.
void mask_gaps(const TaskColumn& task, std::vector<double>& min_gap) {
  for (std::size_t row = 0; row < min_gap.size(); ++row) {
    if (std::isnan(task.predicted[row])) {
      min_gap[row] = std::numeric_limits<double>::quiet_NaN();
    }
  }
}

[[noreturn]] void fail_without_common(const Truth& truth, const PredictedTable& predicted, bool known_elsewhere) {
  if (known_elsewhere) {
    fail(ErrorKind::input, predicted.file, ": predicts no row of split '", split_name(*truth.split), "' of ",
         truth.file, ", only rows of others; another one is evaluated by eval.split");
  }
  fail(ErrorKind::input, predicted.file, ": has a predicted value for none of the ids of ", truth.file,
       ": there is, for instance, '", predicted.rows.id.front(), "' (line ", predicted.rows.line.front(),
       ") here and '", truth.rows.id.front(), "' (line ", truth.rows.line.front(), ") there");
}

}  // namespace

ExternalRows external_rows(const Truth& truth, const PredictedTable& predicted) {
  const RowOfId row_of = rows_with_predictions(predicted);
  ExternalRows out;
  std::vector<std::size_t> measured_row, predicted_row;
  for (std::size_t row = 0; row < truth.rows.rows(); ++row) {
    const auto found = row_of.find(truth.rows.id[row]);
    if (found == row_of.end()) {
      out.unmatched.only_measured.push_back(truth.rows.id[row]);
    } else {
      measured_row.push_back(row);
      predicted_row.push_back(found->second);
    }
  }
  std::unordered_set<std::string> known(truth.elsewhere.begin(), truth.elsewhere.end());
  const bool known_elsewhere =
      std::any_of(known.begin(), known.end(), [&](const std::string& id) { return row_of.contains(id); });
  known.insert(truth.rows.id.begin(), truth.rows.id.end());
  std::copy_if(predicted.rows.id.begin(), predicted.rows.id.end(), std::back_inserter(out.unmatched.only_predicted),
               [&](const std::string& id) { return !known.contains(id); });
  if (measured_row.empty()) {
    fail_without_common(truth, predicted, known_elsewhere);
  }
  out.rows = measured_at(truth.rows, measured_row);
  for (std::size_t k = 0; k < out.rows.task_count(); ++k) {
    PredictedColumn column = predicted.task[k];
    for (std::vector<double>* part : {&column.value, &column.sd, &column.low, &column.high}) {
      *part = select_entries(*part, predicted_row);
    }
    TaskColumn& task = out.rows.task[k];
    task.predicted = std::move(column.value);
    task.member_sd = std::move(column.sd);
    task.low = std::move(column.low);
    task.high = std::move(column.high);
    out.unmatched.without_value.push_back(mask_without_value(task));
    mask_gaps(task, out.rows.min_gap);
  }
  return out;
}

std::string unmatched_table(const Unmatched& unmatched) {
  std::string out = "id\tside\n";
  for (const std::string& id : unmatched.only_predicted) {
    out += concat(id, "\tonly_predicted\n");
  }
  for (const std::string& id : unmatched.only_measured) {
    out += concat(id, "\tonly_measured\n");
  }
  return out;
}

}  // namespace cre
