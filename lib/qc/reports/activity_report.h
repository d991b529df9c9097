#pragma once
// Distribution of activities and standard errors, per task.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "qc/reading/measured_table.h"
#include "storage/elements.h"

namespace cre {

/// Activities and standard errors of N rows, K tasks, row-major; not finite = not measured.
struct MeasuredValues {
  std::span<const double> activity;
  std::span<const double> standard_error;
};

MeasuredValues values_of(const MeasuredTable& table);
MeasuredValues values_of(const Elements& elements);

/// All values of one task, in row order. `values` (N, tasks).
std::vector<double> task_values(std::span<const double> values, std::size_t task, std::size_t tasks);

/// Finite values of one task, in row order. `values` (N, tasks).
std::vector<double> finite_values(std::span<const double> values, std::size_t task, std::size_t tasks);

/// Finite values of each task (K), ascending: sorted once for all that looks at them.
struct AscendingValues {
  std::vector<std::vector<double>> activity, standard_error;
};

/// What sorts them, each on a thread of its own; `values` and `out` must outlive it.
std::vector<std::function<void()>> sorting_work(const MeasuredValues& values, std::size_t tasks, AscendingValues& out);
AscendingValues ascending_values(const MeasuredValues& values, std::size_t tasks);

/// `ascending` are those of `values`. Per task: n, mean, sd, skew, percentiles, near_zero (share with |y| < 0.1),
/// se_median, se_iqr.
nlohmann::ordered_json activity_report(const MeasuredValues& values, const AscendingValues& ascending,
                                       const std::vector<std::string>& tasks);

/// What winsorising would clamp, by the names of encode.winsorize and per task: the quantiles `low` and `high` of the
/// rows, and how many are `below` and `above` them. cre-encode fits them on its training rows.
nlohmann::ordered_json winsorizing_report(const AscendingValues& values, const std::vector<std::string>& tasks);

/// Per task: reliability, r_max (statistics/noise_ceiling.h) and their source: replicates where their agreement says
/// it, else standard_errors; null for a task that has neither.
nlohmann::ordered_json noise_ceiling_report(const Elements& elements);

}  // namespace cre
