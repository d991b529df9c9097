#include "eval/external/external_tasks.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/error.h"
#include "core/text.h"

namespace cre {

namespace {

constexpr std::array<std::string_view, 6> kBesideTasks = {"_se", "_sd", "_low", "_high", "_forward", "_reverse"};

bool is_one_of(const std::string& name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_beside_a_task(const std::string& column, const std::vector<std::string>& columns) {
  return std::any_of(kBesideTasks.begin(), kBesideTasks.end(), [&](std::string_view end) {
    return column.ends_with(end) && is_one_of(column.substr(0, column.size() - end.size()), columns);
  });
}

std::vector<std::string> without(std::vector<std::string> names, const std::vector<std::string>& others) {
  std::erase_if(names, [&](const std::string& name) { return is_one_of(name, others); });
  return names;
}

}  // namespace

std::vector<std::string> possible_tasks(const KeyedTable& table) {
  const std::vector<std::string> no_tasks = {kTargetCellColumn, kMinGapColumn, kGroupColumn,
                                             kSplitColumn,      "sequence",    ""};
  const std::vector<std::string> columns = table.columns();
  std::vector<std::string> out = without(columns, no_tasks);
  std::erase_if(out, [&](const std::string& column) { return is_beside_a_task(column, columns); });
  return out;
}

CommonTasks common_tasks(const std::vector<std::string>& measured, const std::filesystem::path& file,
                         const KeyedTable& predictions) {
  CommonTasks out;
  const std::vector<std::string> predicted = possible_tasks(predictions);
  std::copy_if(measured.begin(), measured.end(), std::back_inserter(out.tasks),
               [&](const std::string& task) { return is_one_of(task, predicted); });
  if (out.tasks.empty()) {
    fail(ErrorKind::input, predictions.file(), ": has none of the tasks of ", file, " (", join(measured, ", "),
         "); its columns are ", join(predicted, ", "), "; predictions of a task are in the column of its name");
  }
  const auto warn_of_others = [&](const std::vector<std::string>& names, const std::filesystem::path& where,
                                  const char* what) {
    const std::vector<std::string> others = without(names, out.tasks);
    if (!others.empty()) {
      out.warnings.push_back(concat(where, ": not evaluated, ", what, ": ", join(others, ", ")));
    }
  };
  warn_of_others(predicted, predictions.file(), "as there are no measurements of that name");
  warn_of_others(measured, file, "as there are no predictions of that name");
  return out;
}

}  // namespace cre
