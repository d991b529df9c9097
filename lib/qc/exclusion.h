#pragma once
// Rows that the user leaves out by a name: controls, scrambled elements.

#include <string_view>

#include "qc/plausibility/finding.h"
#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"

namespace cre {

/// Sets `table.excluded_by` by qc.exclude. Call it before anything is concluded from the rows: lengths and constant
/// ends of controls say nothing about the elements. Throws input when they match all rows.
void mark_excluded(MeasuredTable& table, const QcConfig& config, unsigned threads);

/// What the patterns look at: qc.exclude_column, or the id.
std::string_view exclude_text_of(const MeasuredTable& table, std::size_t row);

/// Patterns that match no row that an earlier one does not match.
Findings exclusion_findings(const MeasuredTable& table, const QcConfig& config);

}  // namespace cre
