#pragma once
// What the leakage audit says in split_report.json, and to people.

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "split/audit/leakage_audit.h"

namespace cre {

/// "leakage": counts for each pair of splits, and what other groupings would have kept together.
nlohmann::json leakage_report(const LeakageAudit& audit, const SplitConfig& config);

/// "kin": rows of val and test that have half of their bases in common with a training row, with an example.
nlohmann::json kin_report(const LeakageAudit& audit, const Elements& elements, const SplitConfig& config);

/// A sentence with numbers and an example when more than `config.kin_share` of val or test has kin; else empty.
std::string kin_warning(const LeakageAudit& audit, const Elements& elements, const SplitConfig& config);

/// All of that as lines for people.
std::string leakage_text(const LeakageAudit& audit, const Elements& elements, const SplitConfig& config);

/// "overlapping\te7": the cells of a row of rows.tsv.gz; NA where there is no such row.
std::string neighbour_cells(TrainNeighbour neighbour, std::int64_t row, const Elements& elements);

}  // namespace cre
