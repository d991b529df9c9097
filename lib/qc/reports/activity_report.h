#pragma once
// Distribution of activities and standard errors, per task.

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "qc/kept_elements.h"
#include "qc/reading/measured_table.h"
#include "statistics/histogram.h"
#include "statistics/summary.h"
#include "statistics/value_counts.h"

namespace cre {

/// Activities and standard errors of N rows, K tasks, row-major; not finite = not measured.
struct MeasuredValues {
  const PackedNumbers& activity;
  const PackedNumbers& standard_error;
};

MeasuredValues values_of(const MeasuredTable& table);
MeasuredValues values_of(const KeptElements& elements);

/// Of the finite values of one task, in row order. `values` (N, tasks).
Summary summary_of(const PackedNumbers& values, std::size_t task, std::size_t tasks);

/// The distributions of a task.
struct TaskShape {
  nlohmann::ordered_json report;  // n, mean, sd, skew, percentiles, near_zero (share with |y| < 0.1), se_median, se_iqr
  nlohmann::ordered_json winsorizing;  // see winsorizing_report
  Histogram activity, standard_error;
};

/// Values are counted once, and not kept: `look` sees the finite activities. The edges of the histograms are those of
/// `before`; without it the values choose them.
TaskShape task_shape(const MeasuredValues& values, std::size_t task, std::size_t tasks,
                     const TaskShape* before = nullptr,
                     const std::function<void(const ValueCounts& activity)>& look = nullptr);

/// The reports of all tasks, by name.
nlohmann::ordered_json activity_report(const std::vector<TaskShape>& shapes, const std::vector<std::string>& tasks);

/// What winsorising would clamp, by the names of encode.winsorize and per task: the quantiles `low` and `high` of the
/// rows, and how many are `below` and `above` them. cre-encode fits them on its training rows.
nlohmann::ordered_json winsorizing_report(const std::vector<TaskShape>& shapes, const std::vector<std::string>& tasks);

/// Per task: reliability, r_max (statistics/noise_ceiling.h) and their source: replicates where their agreement says
/// it, else standard_errors; null for a task that has neither.
nlohmann::ordered_json noise_ceiling_report(const KeptElements& elements);

}  // namespace cre
