#include "eval/eval_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace cre {

namespace {

constexpr std::size_t kFewestRows = 3;

/// Values of one column of a row-major (N, K) array, for the selected rows.
template <class Value>
std::vector<double> column(const std::vector<Value>& values, const std::vector<std::size_t>& selected,
                           std::size_t tasks, std::size_t task) {
  std::vector<double> out;
  if (values.empty()) {
    return out;
  }
  out.reserve(selected.size());
  for (const std::size_t row : selected) {
    out.push_back(static_cast<double>(values[row * tasks + task]));
  }
  return out;
}

double interval_alpha(const std::string& intervals, const std::filesystem::path& file) {
  const nlohmann::json parsed = nlohmann::json::parse(intervals, nullptr, false);
  const auto alpha = parsed.is_object() ? parsed.find("alpha") : parsed.end();
  if (alpha == parsed.end() || !alpha->is_number()) {
    fail(ErrorKind::integrity, file, ": attribute intervals says no alpha");
  }
  return alpha->get<double>();
}

}  // namespace

std::vector<std::size_t> rows_of_split(const Predictions& predictions, Split split) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < predictions.measured.rows(); ++row) {
    if (predictions.measured.split[row] == split) {
      rows.push_back(row);
    }
  }
  return rows;
}

EvalRows evaluation_rows(const Predictions& predictions, const std::vector<std::size_t>& selected,
                         const std::filesystem::path& file) {
  const MeasuredRows& measured = predictions.measured;
  const std::size_t tasks = predictions.tasks.size();
  EvalRows out;
  static_cast<RowFacts&>(out) = select_facts(measured, selected);
  out.tasks = predictions.tasks;
  out.sequence = select_entries(measured.sequence, selected);
  out.insert_length = predictions.insert_length;
  out.group = select_entries(measured.group, selected);
  out.train_neighbour = select_entries(measured.train_neighbour, selected);
  out.gc = select_entries(std::vector<double>(predictions.gc.begin(), predictions.gc.end()), selected);
  if (!predictions.intervals.empty()) {
    out.interval_alpha = interval_alpha(predictions.intervals, file);
  }
  for (std::size_t task = 0; task < tasks; ++task) {
    TaskColumn& values = out.task.emplace_back();
    values.activity = column(measured.activity, selected, tasks, task);
    values.standard_error = column(measured.standard_error, selected, tasks, task);
    values.predicted = column(predictions.predicted, selected, tasks, task);
    values.forward = column(predictions.forward, selected, tasks, task);
    values.reverse = column(predictions.reverse, selected, tasks, task);
    values.member_sd = column(predictions.member_sd, selected, tasks, task);
    values.low = column(predictions.low, selected, tasks, task);
    values.high = column(predictions.high, selected, tasks, task);
    if (!measured.replicate_reliability.empty()) {
      values.replicate_reliability = measured.replicate_reliability[task];
    }
    if (!predictions.scaler.sd.empty()) {
      values.scale = predictions.scaler.sd[task];
    }
    for (std::size_t i = 0; i < selected.size(); ++i) {
      if (measured.mask[selected[i] * tasks + task] == 0) {
        values.activity[i] = std::numeric_limits<double>::quiet_NaN();
      }
      if (!std::isfinite(values.predicted[i])) {
        fail(ErrorKind::integrity, file, ": row '", out.id[i], "', task ", out.tasks[task], ": the predicted activity ",
             values.predicted[i], " is not finite");
      }
    }
  }
  return out;
}

void check_enough_rows(const EvalRows& rows, std::optional<Split> split, const std::filesystem::path& file) {
  const std::string where = split ? concat("split '", split_name(*split), "'") : std::string("the table");
  if (rows.rows() < kFewestRows) {
    fail(ErrorKind::input, file, ": ", where, " has ", counted(rows.rows(), "row"), "; at least ", kFewestRows,
         " are needed");
  }
  std::size_t most = 0;
  for (const TaskColumn& task : rows.task) {
    const auto measured =
        std::count_if(task.activity.begin(), task.activity.end(), [](double v) { return !std::isnan(v); });
    most = std::max(most, static_cast<std::size_t>(measured));
  }
  if (most < kFewestRows) {
    fail(ErrorKind::input, file, ": no task has more than ", most, " measured rows in ", where, "; at least ",
         kFewestRows, " of one are needed");
  }
}

}  // namespace cre
