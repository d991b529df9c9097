#pragma once
// What a rule of cre-qc is.

#include <cstddef>
#include <functional>
#include <string>

#include "qc/rules/rejection.h"

namespace cre {

enum class RuleState { active, off };

/// Looks at one row of the table at a time; never changes anything.
struct Rule {
  RejectionCode code{};
  std::string title;   // for the report
  std::string remedy;  // what to do when it rejects good rows
  RuleState state = RuleState::active;
  std::function<bool(std::size_t row)> fails;
  std::function<std::string(std::size_t row)> detail;  // what was found in a row that fails
};

}  // namespace cre
