#pragma once
// Cell types are spelled in many ways: SK-N-SH, SKNSH, sknsh.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "qc/qc_config.h"

namespace cre {

/// Finds tasks by any spelling of their names.
class TaskNames {
 public:
  explicit TaskNames(const std::vector<QcTask>& tasks);
  /// Index of the task, kUnknownCell when no task is called so.
  std::int16_t find(std::string_view cell);

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::int16_t, std::less<>> seen_;  // as written: a table has few spellings
};

}  // namespace cre
