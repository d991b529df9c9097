#pragma once
// What the rules reject of each kind of row: no rule should empty one of them unseen.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "qc/length_plan.h"
#include "qc/reading/measured_table.h"
#include "qc/reports/gc_report.h"
#include "qc/rules/apply_rules.h"

namespace cre {

/// A list, one entry for each way to part the readable rows into two kinds or more: target cell, chromosome, split and
/// strata of the table, length (as wanted, shorter, longer) and quintiles of GC content. Each has `by`, its name, and
/// `levels`: `level` (null: missing), `rows`, `kept`, and `rejected`, rows by the code of the first rule that they
/// break. Beyond the 40 levels with the most rows there is one more, `other`. `tasks`: their names. `gc` (N).
nlohmann::ordered_json subset_report(const MeasuredTable& table, const std::vector<std::string>& tasks,
                                     const LengthPlan& plan, const GcContent& gc, const std::vector<Rule>& rules,
                                     const RuleOutcome& outcome);

}  // namespace cre
