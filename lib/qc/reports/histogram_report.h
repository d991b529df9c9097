#pragma once
// Distributions before and after quality control, for figures.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "qc/reading/measured_table.h"
#include "qc/reports/activity_report.h"

namespace cre {

/// Before quality control: of each task, of GC content, and length_histogram.
struct TableShape {
  std::vector<TaskShape> tasks;
  Histogram gc;
  nlohmann::ordered_json length;
};

/// 50 bins of 0.02.
Histogram gc_histogram(const ValueCounts& gc);

/// `tasks`: of each task `activity` and `standard_error` (null without any) in equal bins; `gc` in 50 bins of 0.02;
/// `length`: sequences before quality control. `kept`: of the kept rows.
nlohmann::ordered_json histogram_report(const TableShape& before, const std::vector<TaskShape>& kept,
                                        const Histogram& kept_gc, const std::vector<std::string>& tasks);

/// Rows by length: `values` and their counts, when there are few different ones; else `edges` of bins as wide as a
/// whole number of bases, each holding its lower edge.
nlohmann::ordered_json length_histogram(const MeasuredTable& table);

}  // namespace cre
