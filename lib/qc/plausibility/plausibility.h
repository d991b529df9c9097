#pragma once
// What is possible but unlikely in a table: sentinels, counts instead of log2 fold changes, variances instead of
// standard errors, cell types that no task has, rules that hit one kind of element. Thresholds: qc.plausibility.

#include <span>

#include "qc/kept_elements.h"
#include "qc/length_plan.h"
#include "qc/merging/merge_replicates.h"
#include "qc/plausibility/finding.h"
#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"
#include "qc/reports/activity_report.h"
#include "qc/rules/apply_rules.h"
#include "qc/rules/rejection.h"
#include "statistics/value_counts.h"

namespace cre {

/// With fewer values than this nothing is said about shares and distributions.
inline constexpr std::size_t kFewestRows = 20;

/// Throws input when more rows than qc.plausibility.adjusted_share would be trimmed or padded and nobody said what to
/// do with them.
void check_adjusted_lengths(const LengthPlan& plan, const QcConfig& config);

/// Lines that could not be read, when they are few enough to go on without them: how many, and the first.
/// `sources`: names of the tables where there are several.
std::string malformed_note(const std::vector<Rejection>& malformed, const std::vector<std::string>& sources);

/// A first line that cannot be read although the table is said to have no header.
Findings header_findings(const std::vector<Rejection>& malformed, const QcConfig& config);

/// A most common length that few rows have, and how many rows were trimmed or padded to it.
Findings length_findings(const LengthPlan& plan, const QcConfig& config);

/// Rules that reject many rows, or nearly all of one subset. `rules` and `outcome` are of `table`.
Findings rejection_findings(const MeasuredTable& table, const QcConfig& config, const LengthPlan& plan,
                            const std::vector<Rule>& rules, const RuleOutcome& outcome);

/// Of the finite activities of a task: sentinels, huge and repeated values, whole or never negative ones.
Findings value_findings(const ValueCounts& activity, const QcTask& task, const PlausibilityConfig& config);

/// Of each task value_findings, and which other tasks have the same column.
Findings activity_findings(const KeptElements& elements, const std::vector<Findings>& of_values,
                           const QcConfig& config);

/// Standard errors that look like standard deviations or variances, that are all alike, or that are another column.
/// After flag_duplicates.
Findings standard_error_findings(const KeptElements& elements, const QcConfig& config);

/// Tasks that get the mean weight of the others for want of standard errors.
Findings weight_findings(const KeptElements& elements, const QcConfig& config);

/// Target cells that are no task. `kept`: rows of `table`.
Findings target_cell_findings(const MeasuredTable& table, const std::vector<std::size_t>& kept, const QcConfig& config);

/// A MinGap column of another sign or definition, or without variation.
Findings min_gap_findings(const KeptElements& elements, const QcConfig& config);

/// Sequences with activities that contradict each other, and a table of copies of one sequence.
Findings contradiction_findings(const KeptElements& elements, const QcConfig& config);

/// Replicates that contradict each other, rows of one element that differ in other columns, counts that are no whole
/// numbers. `kept`: rows of `table`.
Findings replicate_findings(const MeasuredTable& table, const QcConfig& config, const ReplicateMerge& merge,
                            const std::vector<std::size_t>& kept);

/// Activities of the kept rows that do not count because their standard error is missing, where they are 1 % of a
/// task's or more.
Findings unused_value_findings(const MeasuredTable& table, const std::vector<std::size_t>& kept,
                               const QcConfig& config);

/// Standard errors, and what copies of a sequence say of each other: of elements before copies are merged.
Findings copy_findings(const KeptElements& elements, const QcConfig& config, unsigned threads);

/// What is said of the rows of a table.
struct TableFindings {
  Findings rows;  // names, ends, lengths, what rules reject
  Findings unused_values, target_cells;
};
TableFindings table_findings(const MeasuredTable& table, const QcConfig& config, const LengthPlan& plan,
                             const std::vector<Rule>& rules, const RuleOutcome& outcome, unsigned threads);
/// Those, and with them what is said of the elements. `of_values`: value_findings of each task.
Findings element_findings(TableFindings of_table, const KeptElements& elements, const std::vector<Findings>& of_values,
                          const QcConfig& config, unsigned threads);

}  // namespace cre
