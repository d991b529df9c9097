#pragma once
// From kept rows of the table to the artifact.

#include <vector>

#include "qc/kept_elements.h"
#include "qc/length_plan.h"
#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"

namespace cre {

/// Takes the columns of the table: they are not held twice. `kept`: rows that pass all rules, ascending. Adjusts
/// lengths, reads ambiguity codes as N, masks what is not measured, and gives weights when they are asked for (a task
/// without standard errors gets the mean of the others).
KeptElements build_elements(MeasuredTable table, const std::vector<std::size_t>& kept, const QcConfig& config,
                            const LengthPlan& plan, unsigned threads = 1);

}  // namespace cre
