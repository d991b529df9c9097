#include "eval/external/table_truth.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "eval/external/external_tasks.h"
#include "storage/elements.h"
#include "table/column_names.h"

namespace cre {

namespace {

constexpr double kNotThere = std::numeric_limits<double>::quiet_NaN();

/// The columns of a table of measurements as they were read: the last ones are nothing where they are not there.
struct TruthTable {
  KeyedRows rows;
  std::vector<std::vector<double>> activity, standard_error;  // (K); the latter empty for a task without
  std::optional<std::vector<double>> min_gap;
  std::optional<std::vector<std::string>> target_cell, group, split;
};

TruthTable read_truth(KeyedTable& table, const std::vector<std::string>& tasks) {
  KeyedColumns wanted;
  wanted.numbers = tasks;
  const auto add_if_there = [&](const std::string& name, std::vector<std::string>& list) {
    if (table.has(name)) {
      list.push_back(name);
    }
  };
  for (const std::string& task : tasks) {
    add_if_there(task + "_se", wanted.numbers);
  }
  add_if_there(kMinGapColumn, wanted.numbers);
  for (const char* name : {kTargetCellColumn, kGroupColumn, kSplitColumn}) {
    add_if_there(name, wanted.words);
  }
  TruthTable out;
  out.rows = table.read(wanted);
  // In the order in which they were asked for.
  auto number = out.rows.numbers.begin();
  auto word = out.rows.words.begin();
  const auto next_words = [&](const std::string& name) {
    return table.has(name) ? std::optional(std::move(*word++)) : std::nullopt;
  };
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    out.activity.push_back(std::move(*number++));
  }
  for (const std::string& task : tasks) {
    out.standard_error.push_back(table.has(task + "_se") ? std::move(*number++) : std::vector<double>());
  }
  out.min_gap = table.has(kMinGapColumn) ? std::optional(std::move(*number++)) : std::nullopt;
  out.target_cell = next_words(kTargetCellColumn);
  out.group = next_words(kGroupColumn);
  out.split = next_words(kSplitColumn);
  return out;
}

void check_standard_errors(const TruthTable& truth, const std::vector<std::string>& tasks,
                           const std::filesystem::path& file) {
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    for (std::size_t row = 0; row < truth.standard_error[k].size(); ++row) {
      if (truth.standard_error[k][row] < 0.0) {
        fail(ErrorKind::input, file, ": line ", truth.rows.line[row], ", column ", tasks[k],
             "_se: ", truth.standard_error[k][row], " is no standard error; allowed are numbers from 0");
      }
    }
  }
}

std::optional<Split> split_in(const TruthTable& truth, std::size_t row, const std::filesystem::path& file) {
  const std::string& word = (*truth.split)[row];
  if (word.empty()) {
    return std::nullopt;  // in none
  }
  const std::optional<Split> split = value_named(lower_case(word), split_names());
  if (!split) {
    fail(ErrorKind::input, file, ": line ", truth.rows.line[row], ", column ", kSplitColumn, ": '", word,
         "' is no split; allowed: train, val, test");
  }
  return split;
}

/// The rows of the split, all without a split column; adds the ids of the others to `elsewhere`.
std::vector<std::size_t> evaluated_of(const TruthTable& truth, Split split, const std::filesystem::path& file,
                                      std::vector<std::string>& elsewhere) {
  std::vector<std::size_t> out;
  for (std::size_t row = 0; row < truth.rows.rows(); ++row) {
    if (!truth.split || split_in(truth, row, file) == split) {
      out.push_back(row);
    } else {
      elsewhere.push_back(truth.rows.id[row]);
    }
  }
  return out;
}

std::int16_t task_called(const std::string& cell, const std::vector<std::string>& tasks) {
  const auto found = std::find_if(tasks.begin(), tasks.end(), [&](const std::string& task) {
    return comparable_name(task) == comparable_name(cell);
  });
  return cell.empty() || found == tasks.end() ? kUnknownCell : static_cast<std::int16_t>(found - tasks.begin());
}

/// Numbers of groups by their words, in order of first appearance; a row without a word is a group of its own.
class GroupNumbers {
 public:
  std::int64_t of(const std::string& word) {
    if (word.empty()) {
      return next_++;
    }
    const auto [found, is_new] = number_.emplace(word, next_);
    next_ += is_new ? 1 : 0;
    return found->second;
  }

 private:
  std::map<std::string, std::int64_t> number_;
  std::int64_t next_ = 0;
};

/// Of a column that may be empty; then NaN.
std::vector<double> values_at(const std::vector<double>& column, const std::vector<std::size_t>& rows) {
  std::vector<double> out;
  for (const std::size_t row : rows) {
    out.push_back(column.empty() ? kNotThere : column[row]);
  }
  return out;
}

}  // namespace

Truth table_truth(KeyedTable& table, const std::vector<std::string>& tasks, Split split) {
  const TruthTable read = read_truth(table, tasks);
  check_standard_errors(read, tasks, table.file());
  Truth out{.file = table.file(), .rows = {}, .elsewhere = {}, .split = {}, .notes = read.rows.notes, .warnings = {}};
  if (read.split) {
    out.split = split;
  } else {
    out.notes.push_back(
        concat(table.file(), ": there is no column '", kSplitColumn, "', so that all rows are evaluated"));
  }
  const std::vector<std::size_t> evaluated = evaluated_of(read, split, table.file(), out.elsewhere);
  GroupNumbers groups;
  out.rows.tasks = tasks;
  for (const std::size_t row : evaluated) {
    out.rows.id.push_back(read.rows.id[row]);
    out.rows.line.push_back(read.rows.line[row]);
    out.rows.group.push_back(groups.of(read.group ? (*read.group)[row] : ""));
    out.rows.target_cell.push_back(read.target_cell ? task_called((*read.target_cell)[row], tasks) : kUnknownCell);
  }
  out.rows.min_gap = values_at(read.min_gap.value_or(std::vector<double>()), evaluated);
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    TaskColumn& column = out.rows.task.emplace_back();
    column.activity = values_at(read.activity[k], evaluated);
    column.standard_error = values_at(read.standard_error[k], evaluated);
  }
  return out;
}

}  // namespace cre
