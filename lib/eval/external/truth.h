#pragma once
// What was measured, for predictions of other programs.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "eval/eval_rows.h"

namespace cre {

struct Truth {
  std::filesystem::path file;
  EvalRows rows;                       // of the evaluated split; nothing is predicted
  std::vector<std::string> elsewhere;  // ids of the other splits
  std::optional<Split> split;          // nothing when the table has no such column: then all rows are evaluated
  std::vector<std::string> notes, warnings;
};

}  // namespace cre
