#include "qc/reading/task_names.h"

#include <algorithm>
#include <cctype>

#include "storage/elements.h"

namespace cre {

std::string comparable_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte)) {
      out += static_cast<char>(std::tolower(byte));
    }
  }
  return out;
}

TaskNames::TaskNames(const std::vector<QcTask>& tasks) {
  for (const QcTask& task : tasks) {
    names_.push_back(comparable_name(task.name));
  }
}

std::int16_t TaskNames::find(std::string_view cell) const {
  const auto found = std::find(names_.begin(), names_.end(), comparable_name(cell));
  return found == names_.end() ? kUnknownCell : static_cast<std::int16_t>(found - names_.begin());
}

}  // namespace cre
