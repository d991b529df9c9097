#pragma once
// How alike validation and test are to training, in what was measured and in what rows are.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "split/reports/split_series.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// Entries of split_report.json's `balance`, each of val and test against train (Austin 2009, "Balance diagnostics for
/// comparing the distribution of baseline covariates"); null where undefined.

/// Of numbers: standardized mean difference (b - a) / sqrt((sd_a^2 + sd_b^2) / 2) and Kolmogorov-Smirnov distance.
/// Adds nothing for a column without values.
void add_balance(nlohmann::json& balance, const std::string& name, const SplitSeries& series);

/// Of GC content, target cell and every stratum. Of words the level that differs most: shares and their standardized
/// difference (p_b - p_a) / sqrt((p_a q_a + p_b q_b) / 2); a column of one level is not there.
void add_balance_of_rows(nlohmann::json& balance, const Elements& elements, const std::vector<Split>& splits);

}  // namespace cre
