#pragma once
// Columns in which the rows of one element differ, though only the first row's value is kept.

#include <cstddef>
#include <string>
#include <vector>

#include "qc/merging/row_groups.h"
#include "qc/plausibility/finding.h"
#include "storage/measurements.h"

namespace cre {

/// One finding for each column (target cell, minimum gap, chromosome, ...; not id, line and flags) in which rows of a
/// group differ: in how many groups, with an example. `code` is that of the findings, `what` says what a group is
/// ("rows of one element").
Findings differing_facts(const PackedFacts& facts, const RowGroups& groups, const char* code, const char* what);

}  // namespace cre
