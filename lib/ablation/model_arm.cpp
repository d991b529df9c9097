#include "ablation/model_arm.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/error.h"
#include "core/text.h"

namespace cre {

namespace {

/// Names rows in the same way in two files: by id, and by id and line where an id is repeated in either of them.
class RowKeys {
 public:
  RowKeys(const std::vector<std::string>& ids_a, const std::vector<std::string>& ids_b) {
    for (const std::vector<std::string>* ids : {&ids_a, &ids_b}) {
      std::unordered_set<std::string_view> seen;
      for (const std::string& id : *ids) {
        if (!seen.insert(id).second) {
          repeated_.insert(id);
        }
      }
    }
  }

  std::string key(const std::string& id, std::int64_t line) const {
    return repeated_.contains(id) ? concat(id, " (line ", line, ")") : id;
  }

 private:
  std::unordered_set<std::string> repeated_;
};

void check_tasks(const EvaluationRows& reference, const Predictions& predictions, const std::filesystem::path& file) {
  if (predictions.tasks != reference.tasks) {
    fail(ErrorKind::integrity, file, ": has the tasks ", join(predictions.tasks, ", "), "; the baseline has ",
         join(reference.tasks, ", "));
  }
}

bool same_value(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

/// `found` holds the rows of the file that are at `places` in the reference.
void check_measurements(const EvaluationRows& reference, const EvaluationRows& found,
                        const std::vector<std::size_t>& places, const std::filesystem::path& file) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::size_t row = places[i];
    if (!same_value(reference.min_gap[row], found.min_gap[i])) {
      fail(ErrorKind::integrity, file, ": row '", reference.id[row], "': the minimum gap is ", found.min_gap[i],
           ", in the baseline ", reference.min_gap[row]);
    }
    if (reference.target_cell[row] != found.target_cell[i]) {
      fail(ErrorKind::integrity, file, ": row '", reference.id[row], "': the target cell is number ",
           found.target_cell[i], ", in the baseline ", reference.target_cell[row]);
    }
    for (std::size_t task = 0; task < reference.task_count(); ++task) {
      const double expected = reference.task[task].activity[row];
      const double measured = found.task[task].activity[i];
      if (!same_value(expected, measured)) {
        fail(ErrorKind::integrity, file, ": row '", reference.id[row], "', task ", reference.tasks[task],
             ": the measured activity is ", measured, ", in the baseline ", expected);
      }
    }
  }
}

}  // namespace

std::vector<ArmFiles> parse_variants(const std::vector<std::string>& arguments) {
  std::vector<ArmFiles> variants;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      fail(ErrorKind::usage, "--variant ", argument, ": expected NAME=FILE[,FILE...]");
    }
    ArmFiles variant;
    variant.name = argument.substr(0, equals);
    for (const std::string& file : split_text(std::string_view(argument).substr(equals + 1), ',')) {
      if (file.empty()) {
        fail(ErrorKind::usage, "--variant ", argument, ": a file name is empty; expected NAME=FILE[,FILE...]");
      }
      variant.files.emplace_back(file);
    }
    const bool repeated = std::any_of(variants.begin(), variants.end(),
                                      [&](const ArmFiles& other) { return other.name == variant.name; });
    if (repeated || variant.name == "base") {
      fail(ErrorKind::usage, "--variant ", argument, ": the name '", variant.name, "' is already taken");
    }
    variants.push_back(std::move(variant));
  }
  return variants;
}

EvaluationRows reference_rows(const std::filesystem::path& file, Split split) {
  const Predictions predictions = load_predictions(file);
  EvaluationRows rows = evaluation_rows(predictions, rows_of_split(predictions, split), file);
  check_enough_rows(rows, split, file);
  return rows;
}

AlignedRows aligned_rows(const EvaluationRows& reference, Split split, const std::filesystem::path& file) {
  const Predictions predictions = load_predictions(file);
  check_tasks(reference, predictions, file);

  const MeasuredRows& measured = predictions.measured;
  const RowKeys keys(reference.id, measured.id);
  std::unordered_map<std::string, std::size_t> row_of_key;
  row_of_key.reserve(measured.rows());
  for (std::size_t row = 0; row < measured.rows(); ++row) {
    row_of_key.try_emplace(keys.key(measured.id[row], measured.line[row]), row);
  }

  std::vector<std::size_t> selected, places;
  std::vector<bool> present(reference.rows(), false);
  for (std::size_t row = 0; row < reference.rows(); ++row) {
    const std::string key = keys.key(reference.id[row], reference.line[row]);
    const auto found = row_of_key.find(key);
    if (found == row_of_key.end()) {
      continue;
    }
    if (measured.split[found->second] != split) {
      fail(ErrorKind::integrity, file, ": row '", key, "' is in split '", split_name(measured.split[found->second]),
           "' here and in '", split_name(split), "' in the baseline; the comparison would not be on unseen rows");
    }
    selected.push_back(found->second);
    places.push_back(row);
    present[row] = true;
  }
  const EvaluationRows found = evaluation_rows(predictions, selected, file);
  check_measurements(reference, found, places, file);

  AlignedRows aligned{only_present(reference, present), present};
  for (std::size_t task = 0; task < reference.task_count(); ++task) {
    for (std::size_t i = 0; i < places.size(); ++i) {
      aligned.rows.task[task].predicted[places[i]] = found.task[task].predicted[i];
    }
  }
  check_enough_rows(aligned.rows, split, file);
  return aligned;
}

EvaluationRows only_present(EvaluationRows rows, const std::vector<bool>& present) {
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
