#pragma once
// Distributions before and after quality control, for figures.

#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "qc/reading/measured_table.h"
#include "qc/reports/activity_report.h"

namespace cre {

/// Of all readable rows and of the kept ones.
struct GcBeforeAfter {
  std::span<const double> before, after;  // NaN: no known base
};

/// `all` values of the table and those of the `kept` rows. `tasks`: of each task `activity` and `standard_error` (null
/// without any) in equal bins; `gc` in 50 bins of 0.02; `length`: sequences before quality control.
nlohmann::ordered_json histogram_report(const MeasuredTable& table, const AscendingValues& all,
                                        const AscendingValues& kept, const std::vector<std::string>& tasks,
                                        const GcBeforeAfter& gc);

/// Rows by length: `values` and their counts, when there are few different ones; else `edges` of bins as wide as a
/// whole number of bases, each holding its lower edge.
nlohmann::ordered_json length_histogram(const MeasuredTable& table);

}  // namespace cre
