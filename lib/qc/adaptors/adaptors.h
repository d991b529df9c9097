#pragma once
// Which constant ends the sequences have, and what is said of them.

#include <cstdint>

#include "qc/adaptors/adaptor_config.h"
#include "qc/plausibility/finding.h"
#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"

namespace cre {

/// The ends to be cut off: those that the config names, or those that (nearly) all rows share; none with `keep`.
AdaptorEnds adaptor_ends(const MeasuredTable& table, const QcConfig& config, unsigned threads = 1);

/// What becomes flanks of the construct: nothing with `drop`.
AdaptorEnds flanking_ends(const MeasuredTable& table, const QcConfig& config);

/// Number of rows with a readable sequence that lacks the ends of `table`.
std::int64_t rows_without_ends(const MeasuredTable& table);

/// Rows without the ends, ends that only a part of the rows has, and what looks like a barcode. `table` has its ends.
Findings adaptor_findings(const MeasuredTable& table, const QcConfig& config);

/// "15 constant bases before (ACTG...) and 15 after (CACT...) every insert"; `ends` are not both empty.
std::string ends_text(const AdaptorEnds& ends);

}  // namespace cre
