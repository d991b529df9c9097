#pragma once
// Replicates in columns, rows and counts become one activity and standard error an element and task.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "qc/merging/count_ratios.h"
#include "qc/merging/replicate_layout.h"
#include "qc/merging/row_groups.h"
#include "qc/reading/measured_table.h"
#include "qc/rules/rule.h"

namespace cre {

/// What was merged.
struct ReplicateMerge {
  std::vector<ReplicatePlaces> places;  // (K)
  RowGroups groups;                     // rows of the table that became one
  std::vector<CountFacts> counts;       // (K); of a task without counts nothing
  std::vector<std::int64_t> unusable;   // (K) activities left out for a standard error that is missing or impossible
};

/// Values of one element and task that can be used: finite, and where the table has standard errors, with one in
/// (0, 5).
struct ReplicateValues {
  std::vector<double> value, error;  // (n); errors NaN where the table has none
};

/// The activity in one column of a row, when it can be used.
std::optional<double> usable_value(const MeasuredTable& table, const ReplicatePlaces& places, std::size_t row,
                                   std::size_t column);

/// Of the rows of one element: the values of all its columns, row by row; of counts those of the first row, where they
/// were added up.
ReplicateValues replicate_values(const MeasuredTable& table, const ReplicatePlaces& places,
                                 std::span<const std::size_t> rows);

/// Sets activity and standard error of merged tasks: of every row by its own columns, and of rows that begin a group
/// (rows with the same id or sequence that pass the rules before merged_replicate) by the whole group; the others of
/// the group are merged into it. With fewer than qc.replicates.minimum values an activity is NaN. Does nothing where no
/// task is merged. Throws input for counts that are none.
ReplicateMerge merge_replicates(MeasuredTable& table, const QcConfig& config, const std::vector<Rule>& rules,
                                const std::string& file);

}  // namespace cre
