#pragma once
// How many rows each threshold of the standard error would keep.

#include <nlohmann/json.hpp>

#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"
#include "qc/rules/apply_rules.h"

namespace cre {

/// A list, one entry for each threshold .3, .4, ... 1.0 (l2fc), over the rows that pass all rules but the one about
/// standard errors: `threshold`; rows kept by rule `A` and by `B` (null without target cells); `weight`, the share of
/// the weight that rule C gives to all of these rows which those kept by A have. Null without standard errors.
nlohmann::ordered_json standard_error_thresholds(const MeasuredTable& table, const QcConfig& config,
                                                 const std::vector<Rule>& rules, const RuleOutcome& outcome);

}  // namespace cre
