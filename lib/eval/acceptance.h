#pragma once
// Is the model good enough? Each criterion with its numbers.

#include <optional>
#include <string>
#include <vector>

#include "eval/eval_config.h"
#include "eval/metrics.h"
#include "eval/paired_predictions.h"

namespace cre {

struct AcceptanceRow {
  std::string name;           // "mean_pearson", "task_pearson", "min_gap_rho", "baseline"
  double value;               // NaN when it could not be computed; never passes then
  double threshold;           // least value
  std::optional<double> low;  // lower end of the interval, where it counts
  std::optional<bool> pass;   // none when there is nothing to judge: the criterion does not apply
  std::string text;           // the criterion and its numbers, for people
};

/// One row a criterion; the minimum gap is left out when its threshold is null, the baseline also when there is none.
std::vector<AcceptanceRow> acceptance_table(const Metrics& metrics, const std::optional<PairedPredictions>& baseline,
                                            const AcceptanceConfig& config);

/// Does every criterion that applies hold?
bool accepted(const std::vector<AcceptanceRow>& table);

}  // namespace cre
