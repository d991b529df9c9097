#pragma once
// split_report.json and rows.tsv.gz.

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "split/reports/split_summary.h"
#include "split/split_config.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// Groups, rows, shares of target cells and strata and distributions per split, with what `summary` of it says.
/// `config` as resolved.
nlohmann::json split_report(const Elements& elements, const SplitAssignment& assignment, const SplitConfig& config,
                            const SplitSummary& summary);

/// One line a row: id, line, split, group, SHA-256 of the cleaned sequence, QC flags, what it has of the training row
/// that it resembles most and the id of that (`neighbour_row`, (N), -1 where there is none); then places and strata,
/// where they are known.
std::string rows_table(const Elements& elements, const SplitAssignment& assignment,
                       const std::vector<std::int64_t>& neighbour_row, unsigned threads);

}  // namespace cre
