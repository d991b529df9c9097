#pragma once
// The tables of cre-eval as tab-separated text; "NA" for an absent or undefined value.

#include <optional>
#include <string>
#include <vector>

#include "eval/acceptance.h"
#include "eval/eval_rows.h"
#include "eval/metrics.h"
#include "eval/min_gap.h"

namespace cre {

/// One row a task and the row "macro" (whose n counts the evaluated rows): every metric with its interval.
std::string metrics_table(const Metrics& metrics, std::size_t rows);

std::string acceptance_tsv(const std::vector<AcceptanceRow>& table);

/// One row an element and measured task: id, task, activity, predicted, target_cell, split.
std::string scatter_table(const EvalRows& rows, std::optional<Split> split);

/// One row an element that has both gaps, in row order: id, measured, predicted. No rows where no gap is defined.
std::string min_gap_table(const EvalRows& rows, const MinGaps& gaps);

}  // namespace cre
