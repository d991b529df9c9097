#pragma once
// All rules of cre-qc; each is in a file of its own name, and has a line in the list of rules.cpp.

#include <vector>

#include "qc/rules/rule.h"

namespace cre {

/// excluded: qc.exclude leaves the row out by its id or another column; off without patterns.
Rule exclude_rule(const RuleInput& input);
/// no_sequence: the sequence is missing.
Rule missing_sequence_rule(const RuleInput& input);
/// invalid_base: a character outside ACGTN (with qc.iupac to_n: outside the IUPAC letters).
Rule invalid_base_rule(const RuleInput& input);
/// no_adaptor: without the constant ends that the other sequences have; off when there are none.
Rule adaptor_rule(const RuleInput& input);
/// off_length: another length than L, when such rows are rejected.
Rule off_length_rule(const RuleInput& input);
/// too_many_n: a larger share of N than qc.max_n_fraction, after trimming or padding; at least 1 % is allowed then.
Rule n_content_rule(const RuleInput& input);
/// below_minimum: a column of qc.minimum below the value asked for, or without one; off when there are none.
Rule minimum_rule(const RuleInput& input);
/// merged_replicate: the row went into the first of its element; off unless qc.replicates.rows says which those are.
/// The rules behind it look at the merged values.
Rule merged_replicate_rule(const RuleInput& input);
/// missing_activity: an activity that is missing or infinite; with qc.allow_missing_tasks: in every task.
Rule missing_activity_rule(const RuleInput& input);
/// se_out_of_range: a measured task whose standard error is missing or outside (0, 5).
Rule standard_error_range_rule(const RuleInput& input);
/// unknown_target_cell: no task is called like the row's target cell; off unless standard-error rule B is used.
Rule unknown_target_cell_rule(const RuleInput& input);
/// se_above_threshold: rule A rejects when any measured task's standard error is above qc.se_threshold, rule B when the
/// target cell's is, rule C never. At the threshold is fine.
Rule standard_error_rule(const RuleInput& input);

/// All of them, in the order in which they apply (malformed lines never become rows of the table).
std::vector<Rule> make_rules(const RuleInput& input);

}  // namespace cre
