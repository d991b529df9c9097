#pragma once
// Something about the table that is possible but unlikely, told as a warning or, with qc.strict, as an error.

#include <string>
#include <vector>

namespace cre {

struct Finding {
  std::string code;  // "sentinel", "mode_of_lengths", ...
  std::string text;  // what was found, and what to do
};

using Findings = std::vector<Finding>;

void add_findings(Findings& all, Findings more);

}  // namespace cre
