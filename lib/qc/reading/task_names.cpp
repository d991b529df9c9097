#include "qc/reading/task_names.h"

#include <algorithm>

#include "storage/elements.h"
#include "table/column_names.h"

namespace cre {

TaskNames::TaskNames(const std::vector<QcTask>& tasks) {
  for (const QcTask& task : tasks) {
    names_.push_back(comparable_name(task.name));
  }
}

std::int16_t TaskNames::find(std::string_view cell) {
  constexpr std::size_t kMostSeen = 100;
  if (const auto seen = seen_.find(cell); seen != seen_.end()) {
    return seen->second;
  }
  const auto found = std::find(names_.begin(), names_.end(), comparable_name(cell));
  const std::int16_t task = found == names_.end() ? kUnknownCell : static_cast<std::int16_t>(found - names_.begin());
  if (seen_.size() < kMostSeen) {
    seen_.emplace(cell, task);
  }
  return task;
}

}  // namespace cre
