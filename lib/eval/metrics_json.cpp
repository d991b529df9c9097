#include "eval/metrics_json.h"

#include <cmath>
#include <string>

#include "eval/analyses/analyses_json.h"
#include "eval/measures_json.h"

namespace cre {

namespace {

using Json = nlohmann::ordered_json;

/// The measures of one task, or of an average over tasks.
Json place_json(const Metrics& metrics, std::size_t place, std::int64_t resamples) {
  Json out = Json::object();
  for (const Measure& measure : measures()) {
    if (measure.scope == MeasureScope::task) {
      out[std::string(measure.name)] = estimate_json(measure, metrics.task(measure.name, place), resamples);
    }
  }
  return out;
}

/// Why there is no noise ceiling, or none to divide by; "" where there is one.
std::string why_no_ceiling(const Metrics& metrics, std::size_t k) {
  if (std::isnan(metrics.ceiling[k].reliability)) {
    const std::string no_errors = metrics.task("weighted_mse", k).why;
    return no_errors.empty() ? "all measured values are equal" : no_errors;
  }
  if (metrics.ceiling[k].r_max > 0.0) {
    return "";
  }
  return metrics.by_replicates[k] ? "the replicates do not agree"
                                  : "the standard errors exceed the spread of the measured values";
}

Json task_json(const Metrics& metrics, std::size_t k, std::int64_t resamples) {
  Json out = {{"n", metrics.n[k]}};
  out.update(place_json(metrics, k, resamples));
  out["label"] = correlation_label(metrics.task("pearson", k).value);
  out["reliability"] = metrics.ceiling[k].reliability;
  out["noise_ceiling"] = metrics.ceiling[k].r_max;
  const char* source = metrics.by_replicates[k] ? "replicates" : "standard_errors";
  out["ceiling_source"] = std::isnan(metrics.ceiling[k].reliability) ? Json() : Json(source);
  out["relative_pearson"] = metrics.relative_pearson[k];
  if (const std::string why = why_no_ceiling(metrics, k); !why.empty()) {
    out["ceiling_why"] = why;
  }
  return out;
}

Json macro_json(const Metrics& metrics, std::int64_t resamples) {
  Json out = place_json(metrics, metrics.layout.macro(), resamples);
  out["pearson_weighted_by_rows"] = {{"value", metrics.weighted("pearson").value}};
  out["label"] = correlation_label(metrics.macro("pearson").value);
  return out;
}

Json min_gap_json(const EvaluationResult& result, const EvalConfig& config) {
  const Metrics& metrics = result.metrics;
  if (!metrics.min_gap) {
    return nullptr;
  }
  const MinGapMetrics& gap = *metrics.min_gap;
  const CorrelationPermutationP& p = result.analyses.gap_p;
  return {{"definition", min_gap_name(config.min_gap.definition)},
          {"n", gap.n},
          {"left_out", result.rows - gap.n},
          {"rho", estimate_json(metrics.gap("min_gap_rho"), config.bootstrap.resamples)},
          {"pearson", estimate_json(metrics.gap("min_gap_pearson"), config.bootstrap.resamples)},
          {"permutation_p", p.spearman.greater},
          {"permutation_p_two_sided", p.spearman.two_sided},
          {"pearson_permutation_p", p.pearson.greater},
          {"pearson_permutation_p_two_sided", p.pearson.two_sided},
          {"permutations", config.permutations},
          {"mean", gap.mean},
          {"predicted_mean", gap.predicted_mean},
          {"predicted_range", {gap.predicted_low, gap.predicted_high}},
          {"trend", gap_trend_json(result.analyses)}};
}

Json strand_json(const std::vector<StrandMetrics>& strand) {
  if (strand.empty()) {
    return nullptr;
  }
  Json out = Json::object();
  for (const StrandMetrics& task : strand) {
    out[task.task] = {{"forward", task.forward},   {"reverse", task.reverse},
                      {"averaged", task.averaged}, {"mean_difference", task.mean_difference},
                      {"drop", task.drop},         {"flagged", task.flagged}};
  }
  return out;
}

Json acceptance_json(const std::vector<AcceptanceRow>& table) {
  Json out = Json::array();
  for (const AcceptanceRow& row : table) {
    Json entry = {{"name", row.name}, {"value", row.value}, {"threshold", row.threshold}};
    if (row.low) {
      entry["low"] = *row.low;
    }
    entry["pass"] = row.pass ? Json(*row.pass) : Json(nullptr);
    entry["text"] = row.text;
    out.push_back(std::move(entry));
  }
  return out;
}

Json unmatched_json(const EvaluationResult& result) {
  if (!result.unmatched) {
    return nullptr;
  }
  Json without_value = Json::object();
  for (std::size_t k = 0; k < result.metrics.tasks.size(); ++k) {
    without_value[result.metrics.tasks[k]] = result.unmatched->without_value[k];
  }
  return {{"only_predicted", result.unmatched->only_predicted.size()},
          {"only_measured", result.unmatched->only_measured.size()},
          {"without_value", without_value}};
}

/// Why parts are null.
Json why_absent(const EvaluationResult& result) {
  Json out = Json::object();
  if (!result.split) {
    out["split"] = "the table has no splits: all rows are evaluated";
  }
  if (!result.unmatched) {
    out["unmatched"] = "measurements and predictions are in one file";
  }
  if (result.unit_count < kFewestUnits) {
    out["intervals"] = "all rows are in one group";
  }
  if (!result.metrics.min_gap) {
    out["min_gap"] = result.metrics.tasks.size() < 2 ? "there is only one task"
                                                     : "fewer than 3 rows have a measured and a predicted minimum gap";
  }
  if (!result.baseline) {
    out["baseline"] = "no predictions of a baseline were given";
  }
  if (!result.analyses.related.is_known()) {
    out["train_neighbours"] = result.analyses.related.why;
  }
  if (result.strand.empty()) {
    out["strand"] = result.unmatched ? "a table of predictions has none of single strands"
                                     : "the reverse complement was not predicted";
  }
  if (result.analyses.coverage.task.empty()) {
    out["prediction_intervals"] = "the predictions have none";
  } else if (std::isnan(result.analyses.coverage.alpha)) {
    out["prediction_intervals.alpha"] = "a table of predictions does not say it";
  }
  if (result.analyses.spread.empty()) {
    out["ensemble"] =
        result.unmatched ? "the table has no column of SDs (TASK_sd) for every task" : "there is only one model";
  }
  return out;
}

}  // namespace

Json metrics_json(const EvalConfig& config, const EvaluationResult& result) {
  const std::int64_t resamples = config.bootstrap.resamples;
  Json tasks = Json::array();
  Json per_task = Json::object();
  for (std::size_t k = 0; k < result.metrics.tasks.size(); ++k) {
    tasks.push_back(result.metrics.tasks[k]);
    per_task[result.metrics.tasks[k]] = task_json(result.metrics, k, resamples);
  }

  Json out;
  out["split"] = result.split ? Json(split_name(*result.split)) : Json(nullptr);
  out["rows"] = result.rows;
  out["unmatched"] = unmatched_json(result);
  out["tasks"] = tasks;
  out["bootstrap"] = {{"resamples", resamples},
                      {"seed", config.bootstrap.seed},
                      {"confidence", config.bootstrap.confidence},
                      {"unit", result.unit},
                      {"units", result.unit_count}};
  out["per_task"] = per_task;
  out["macro"] = macro_json(result.metrics, resamples);
  out["weighted"] = place_json(result.metrics, result.metrics.layout.weighted(), resamples);
  out["micro"] = place_json(result.metrics, result.metrics.layout.micro(), resamples);
  out["min_gap"] = min_gap_json(result, config);
  out["specificity"] = specificity_json(result.analyses, result.metrics.tasks, resamples);
  out["strata"] = strata_json(result.analyses, result.metrics.tasks, resamples);
  out["calibration"] = calibration_json(result.analyses, result.metrics.tasks, resamples);
  out["residuals"] = residuals_json(result.analyses, result.metrics.tasks);
  out["outliers"] = outliers_json(result.analyses);
  out["prediction_intervals"] = coverage_json(result.analyses, result.metrics.tasks);
  out["ensemble"] = spread_json(result.analyses, result.metrics.tasks);
  out["train_neighbours"] = related_json(result.analyses, result.metrics.tasks, resamples);
  out["strand"] = strand_json(result.strand);
  out["baseline"] = result.baseline ? paired_json(*result.baseline, result.metrics.tasks, resamples) : Json(nullptr);
  out["compared"] = Json::object();
  for (const PairedPredictions& other : result.compared) {
    out["compared"][other.name] = paired_json(other, result.metrics.tasks, resamples);
  }
  out["why"] = why_absent(result);
  out["acceptance"] = acceptance_json(result.acceptance);
  out["accepted"] = accepted(result.acceptance);
  return out;
}

}  // namespace cre
