#pragma once
// How alike validation and test are to training, in what was measured and in what rows are.

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// An entry for each of: activity and standard error of every task, MinGap, GC content (numbers: standardized mean
/// difference (b - a) / sqrt((sd_a^2 + sd_b^2) / 2) and Kolmogorov-Smirnov distance), target cell and every stratum
/// (the level that differs most: shares and their standardized difference (p_b - p_a) / sqrt((p_a q_a + p_b q_b) / 2)),
/// each of val and test against train. Austin 2009, "Balance diagnostics for comparing the distribution of baseline
/// covariates". Columns without a value are not there; null where undefined.
nlohmann::json balance_report(const Elements& elements, const std::vector<Split>& splits);

}  // namespace cre
