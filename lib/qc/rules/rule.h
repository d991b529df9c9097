#pragma once
// What a rule of cre-qc is.

#include <cstddef>
#include <functional>
#include <string>

#include "qc/length_plan.h"
#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"

namespace cre {

/// What a rule may look at; must outlive it.
struct RuleInput {
  const MeasuredTable& table;
  const QcConfig& config;
  const LengthPlan& plan;
};

enum class RuleState { active, off };

/// Looks at one row of the table at a time; never changes anything.
struct Rule {
  const char* code;         // in rejected.tsv.gz and the report: "invalid_base"
  std::string title = {};   // for the report
  std::string remedy = {};  // what to do when it rejects good rows
  RuleState state = RuleState::active;
  bool is_part_of_se_rule = false;  // qc.se_rule decides about it: left aside where A, B and C are compared
  std::function<bool(std::size_t row)> fails = {};
  std::function<std::string(std::size_t row)> detail = {};  // what was found in a row that fails
};

}  // namespace cre
