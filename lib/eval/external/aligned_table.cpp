#include "eval/external/aligned_table.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "eval/external/predicted_table.h"

namespace cre {

namespace {

bool predicts_all(const PredictedTable& predicted, std::size_t row) {
  return std::none_of(predicted.task.begin(), predicted.task.end(),
                      [row](const PredictedColumn& column) { return std::isnan(column.value[row]); });
}

}  // namespace

bool is_prediction_table(const std::filesystem::path& file) {
  const std::string extension = lower_case(file.extension().string());
  return extension != ".h5" && extension != ".hdf5";
}

AlignedRows aligned_table(const EvalRows& reference, const std::filesystem::path& file) {
  KeyedTable table(file, "--against");
  const PredictedTable predicted = predicted_table(table, reference.tasks);
  std::unordered_map<std::string, std::size_t> row_of;
  for (std::size_t row = 0; row < predicted.rows.rows(); ++row) {
    row_of.emplace(predicted.rows.id[row], row);
  }
  AlignedRows out{reference, std::vector<bool>(reference.rows(), false), {}};
  for (std::size_t row = 0; row < reference.rows(); ++row) {
    const auto found = row_of.find(reference.id[row]);
    if (found == row_of.end() || !predicts_all(predicted, found->second)) {
      continue;
    }
    for (std::size_t k = 0; k < reference.task_count(); ++k) {
      out.rows.task[k].predicted[row] = predicted.task[k].value[found->second];
    }
    out.present[row] = true;
  }
  if (std::find(out.present.begin(), out.present.end(), true) == out.present.end()) {
    fail(ErrorKind::input, file, ": predicts all tasks of none of the ", counted(reference.rows(), "row"),
         " that are compared: there is, for instance, '", predicted.rows.id.front(), "' here and '",
         reference.id.front(), "' there");
  }
  out.rows = only_present(std::move(out.rows), out.present);
  check_enough_rows(out.rows, std::nullopt, file);
  return out;
}

}  // namespace cre
