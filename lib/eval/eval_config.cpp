#include "eval/eval_config.h"

namespace cre {

void describe_active(Description& d, double& active_from) {
  d.number("active_from", active_from, {}, "l2fc",
           "Least measured activity of an active element, for AUROC and AUPRC.");
}

void describe_split(Description& d, Split& split) {
  d.choice("split", split, split_names(), "Split whose rows are evaluated.");
}

void describe(Description& d, AcceptanceConfig& c) {
  const Limits correlation = between(-1, 1);
  d.number("r_mean", c.r_mean, correlation, "", "Least Pearson correlation, mean over tasks.");
  d.number("r_mean_low", c.r_mean_low, correlation, "", "Least lower end of the interval of that mean.");
  d.number("task_r", c.task_r, correlation, "", "Pearson correlation that counts a task as predicted.");
  d.number("task_fraction", c.task_fraction, between(0, 1), "", "Least share of tasks that reach task_r.");
  d.number("min_gap_rho", c.min_gap_rho, correlation, "",
           "Least Spearman correlation of measured and predicted minimum gap, its interval above 0; null drops the "
           "criterion, for tables without a minimum gap.");
  d.number(
      "baseline_delta", c.baseline_delta, correlation, "",
      "The mean Pearson correlation minus that of the linear baseline: its lower end must be above this; null drops "
      "the criterion, as a run without a baseline does.");
}

void describe(Description& d, EvalConfig& c) {
  describe_split(d, c.split);
  d.section("bootstrap", c.bootstrap, "Bootstrap of all measures.");
  d.choice(
      "interval", c.interval, interval_methods(),
      "How intervals are made of the resamples. fisher_z is for correlations of tasks, bca for measures that can be "
      "computed without each row quickly; where a method has not what it needs, percentile takes its place, and the "
      "result says so. auto takes fisher_z for a correlation above .95, or where the resamples are skewed by more "
      "than 1 (bca there for other measures), else percentile.");
  d.integer("permutations", c.permutations, between(0, 1e7), "",
            "Permutations behind the p-value of the minimum gap; 0 makes none.");
  describe_active(d, c.active_from);
  d.section("min_gap", c.min_gap, "Minimum gap: how specific to one cell type an element is.");
  d.section("acceptance", c.acceptance, "Thresholds of the acceptance table.");
}

void describe(Description& d, EvaluationToolConfig& c) {
  d.section("eval", c.eval, "Metrics of one set of predictions.");
}

}  // namespace cre
