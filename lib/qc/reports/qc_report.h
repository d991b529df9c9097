#pragma once
// qc_report.json: what was in the table, what was kept, and how good it is.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "qc/duplicates.h"
#include "qc/length_plan.h"
#include "qc/merging/merge_replicates.h"
#include "qc/plausibility/finding.h"
#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"
#include "qc/reports/activity_report.h"
#include "qc/reports/standard_error_comparison.h"
#include "qc/rules/apply_rules.h"
#include "storage/elements.h"

namespace cre {

/// Everything the report is made of; refers to what the stage holds.
struct QcResult {
  std::string table_name;  // file name without folder
  const QcConfig& config;
  const MeasuredTable& table;  // all readable rows
  std::int64_t malformed;      // lines that are not
  const LengthPlan& plan;
  const std::vector<Rule>& rules;
  const RuleOutcome& outcome;
  const StandardErrorComparison& comparison;
  const ReplicateMerge& replicates;
  const DuplicateCounts& duplicates;  // before copies were merged
  std::int64_t merged_duplicates;     // rows
  const Elements& elements;           // the kept rows
  const Findings& findings;
  const AscendingValues& ascending_before;  // of the table
  const AscendingValues& ascending_after;   // of the elements
};

/// One entry of the report.
struct ReportSection {
  const char* name;
  std::function<nlohmann::ordered_json()> make;
};

/// In the order of the report; `result` must outlive them. Each can be made on a thread of its own. Undefined numbers
/// (a correlation of constants, ...) become null when the JSON is written.
std::vector<ReportSection> report_sections(const QcResult& result);

}  // namespace cre
