#pragma once
// Settings of cre-eval.

#include <optional>

#include "core/config.h"
#include "eval/bootstrap_config.h"
#include "eval/min_gap_config.h"
#include "statistics/interval_choice.h"
#include "storage/split_assignment.h"

namespace cre {

/// Thresholds of the acceptance table.
struct AcceptanceConfig {
  double r_mean = 0.60;         // macro Pearson
  double r_mean_low = 0.50;     // lower end of its interval
  double task_r = 0.50;         // Pearson of one task ...
  double task_fraction = 0.70;  // ... that this share of the tasks reaches
  std::optional<double> min_gap_rho = 0.30;
  std::optional<double> baseline_delta = 0.0;  // lower end of the interval of macro Pearson minus that of the baseline
};

struct EvalConfig {
  Split split = Split::test;
  BootstrapConfig bootstrap;
  IntervalMethod interval = IntervalMethod::automatic;
  std::int64_t permutations = 10000;
  double active_from = 1.0;  // l2fc
  MinGapConfig min_gap;
  AcceptanceConfig acceptance;
};

void describe(Description& d, AcceptanceConfig& c);
void describe(Description& d, EvalConfig& c);

/// Adds the key "active_from".
void describe_active(Description& d, double& active_from);

/// Adds the key "split": the rows that are evaluated.
void describe_split(Description& d, Split& split);

/// The config file of cre-eval: {"eval": {...}}.
struct EvaluationToolConfig {
  EvalConfig eval;
};
void describe(Description& d, EvaluationToolConfig& c);

}  // namespace cre
