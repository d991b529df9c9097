#pragma once
// How the cell types differ: activity by target cell, correlation of tasks, the minimum gap.

#include <span>

#include <nlohmann/json.hpp>

#include "qc/kept_elements.h"
#include "qc/qc_config.h"

namespace cre {

/// Per target cell ("unknown" for rows without one): n, and per task the mean activity and its shift against the mean
/// over all rows. Null when no row has a known target cell.
nlohmann::ordered_json target_cell_report(const KeptElements& elements);

/// Per task: eta squared, the share of the variance of its activities that lies between the groups of
/// target_cell_report; null when there is one group only.
nlohmann::ordered_json target_cell_effect(const KeptElements& elements);

/// (K, K) Pearson over the rows measured in both tasks; null where undefined. `activity` (N, K), not finite where it is
/// not measured.
nlohmann::ordered_json task_correlation(const PackedNumbers& activity, std::size_t tasks);

/// Null without a MinGap column. Else: n, mean, sd; compared with its definition (activity in the target cell minus
/// the largest of the others): rows compared, share that is equal within 1e-3, largest difference, Pearson's r;
/// correlation with the standard error of each task.
nlohmann::ordered_json min_gap_report(const KeptElements& elements, const QcConfig& config);

}  // namespace cre
