#pragma once
// Agreement of replicates, and what counts gave.

#include <vector>

#include <nlohmann/json.hpp>

#include "qc/merging/merge_replicates.h"
#include "qc/reading/measured_table.h"

namespace cre {

/// Null when no task is merged. Else how it was merged, and per merged task agreement and reliability (see
/// ReplicateAgreement) over the rows `kept` of `table`.
nlohmann::ordered_json replicate_report(const MeasuredTable& table, const QcConfig& config, const ReplicateMerge& merge,
                                        const std::vector<std::size_t>& kept);

}  // namespace cre
