#include "eval/acceptance.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/text.h"

namespace cre {

namespace {

// Comparisons with NaN are false, so an undefined value never passes.

std::string value_text(double value) {
  return std::isnan(value) ? "undefined" : fixed_text(value, 3);
}

AcceptanceRow mean_pearson(const Estimate& pearson, const AcceptanceConfig& config) {
  const double value = pearson.value;
  const double low = pearson.interval.low;
  return {"mean_pearson",
          value,
          config.r_mean,
          low,
          value >= config.r_mean && low >= config.r_mean_low,
          concat("Pearson correlation, mean over tasks: ", value_text(value), " (at least ", value_text(config.r_mean),
                 "), lower end of its interval ", value_text(low), " (at least ", value_text(config.r_mean_low), ")")};
}

AcceptanceRow task_pearson(const Metrics& metrics, const AcceptanceConfig& config) {
  std::size_t reached = 0;
  for (std::size_t k = 0; k < metrics.tasks.size(); ++k) {
    reached += metrics.task("pearson", k).value >= config.task_r ? 1 : 0;
  }
  const double fraction = static_cast<double>(reached) / static_cast<double>(metrics.tasks.size());
  return {"task_pearson",
          fraction,
          config.task_fraction,
          std::nullopt,
          fraction >= config.task_fraction,
          concat("Share of tasks with a Pearson correlation of at least ", value_text(config.task_r), ": ", reached,
                 " of ", metrics.tasks.size(), " (at least ", percent_text(config.task_fraction, 0), ")")};
}

AcceptanceRow min_gap_rho(const Metrics& metrics, double threshold) {
  if (!metrics.min_gap) {
    return {"min_gap_rho",
            std::numeric_limits<double>::quiet_NaN(),
            threshold,
            std::nullopt,
            std::nullopt,
            "Minimum gap: not applicable, as fewer than 3 rows have one; another eval.min_gap.definition may apply"};
  }
  const Estimate& rho = metrics.gap("min_gap_rho");
  const double value = rho.value;
  const double low = rho.interval.low;
  return {"min_gap_rho",
          value,
          threshold,
          low,
          value >= threshold && low > 0.0,
          concat("Spearman correlation of measured and predicted minimum gap: ", value_text(value), " (at least ",
                 value_text(threshold), "), lower end of its interval ", value_text(low), " (above 0)")};
}

AcceptanceRow better_than_baseline(const Estimate& delta, double threshold) {
  const double low = delta.interval.low;
  return {"baseline",
          delta.value,
          threshold,
          low,
          low > threshold,
          concat("Pearson correlation, mean over tasks, minus that of the linear baseline: ", value_text(delta.value),
                 ", lower end of its interval ", value_text(low), " (above ", value_text(threshold), ")")};
}

}  // namespace

std::vector<AcceptanceRow> acceptance_table(const Metrics& metrics, const std::optional<PairedPredictions>& baseline,
                                            const AcceptanceConfig& config) {
  std::vector<AcceptanceRow> table = {mean_pearson(metrics.macro("pearson"), config), task_pearson(metrics, config)};
  if (config.min_gap_rho) {
    table.push_back(min_gap_rho(metrics, *config.min_gap_rho));
  }
  if (baseline && config.baseline_delta) {
    const std::size_t pearson = metrics.layout.index("pearson", metrics.layout.macro());
    table.push_back(better_than_baseline(baseline->delta[pearson], *config.baseline_delta));
  }
  return table;
}

bool accepted(const std::vector<AcceptanceRow>& table) {
  return std::all_of(table.begin(), table.end(), [](const AcceptanceRow& row) { return row.pass.value_or(true); });
}

}  // namespace cre
