#pragma once
// qc_report.json: what was in the table, what was kept, and how good it is.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "qc/duplicates.h"
#include "qc/kept_elements.h"
#include "qc/length_plan.h"
#include "qc/merging/merge_replicates.h"
#include "qc/plausibility/finding.h"
#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"
#include "qc/reports/activity_report.h"
#include "qc/reports/histogram_report.h"
#include "qc/reports/standard_error_comparison.h"
#include "qc/rules/apply_rules.h"

namespace cre {

/// What the report says of the table; refers to what the stage holds until the elements are taken from it.
struct TableFacts {
  const QcConfig& config;
  const MeasuredTable& table;  // all readable rows
  const LengthPlan& plan;
  const std::vector<Rule>& rules;
  const RuleOutcome& outcome;
  const ReplicateMerge& replicates;
};

/// That, made: the entries of the report by name, and what the histograms of the elements are shown beside.
struct TableReport {
  std::map<std::string, nlohmann::ordered_json> entries;
  StandardErrorComparison standard_errors;
  TableShape shape;
};

/// What makes it: each part can be made on a thread of its own. `facts` and `out` must outlive it.
std::vector<std::function<void()>> table_report_work(const TableFacts& facts, TableReport& out);

/// The rest of what the report is made of.
struct QcResult {
  std::string table_name;  // file name without folder
  const QcConfig& config;
  std::int64_t read;       // lines of the tables
  std::int64_t malformed;  // those that are no row
  const LengthPlan& plan;
  const std::vector<Rule>& rules;
  const std::vector<RuleOutcome::Count>& counts;
  const DuplicateCounts& duplicates;  // before copies were merged
  std::int64_t merged_duplicates;     // rows
  const KeptElements& elements;       // the kept rows
  const std::vector<TaskShape>& shapes;
  const Findings& findings;
  const TableReport& of_table;
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
