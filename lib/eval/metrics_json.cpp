#include "eval/metrics_json.h"

#include <cmath>

namespace cre {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kSkippedShare = 0.01;

/// Adds the measures of one task, or of the macro, to `out`.
void add_measures(const Metrics& metrics, std::size_t place, std::int64_t resamples, Json& out) {
  for (const Measure& measure : measures()) {
    if (measure.scope != MeasureScope::task) {
      continue;
    }
    const Estimate& estimate = metrics.task(measure.name, place);
    out[std::string(measure.name)] =
        measure.resampled == nullptr ? Json{{"value", estimate.value}} : estimate_json(estimate, resamples);
  }
}

Json task_json(const Metrics& metrics, std::size_t k, std::int64_t resamples) {
  Json out = {{"n", metrics.n[k]}};
  add_measures(metrics, k, resamples, out);
  out["label"] = correlation_label(metrics.task("pearson", k).value);
  out["reliability"] = metrics.ceiling[k].reliability;
  out["noise_ceiling"] = metrics.ceiling[k].r_max;
  out["relative_pearson"] = metrics.relative_pearson[k];
  return out;
}

Json macro_json(const Metrics& metrics, std::int64_t resamples) {
  Json out = Json::object();
  add_measures(metrics, metrics.layout.macro(), resamples, out);
  out["pearson_weighted_by_rows"] = {{"value", metrics.pearson_weighted_by_rows}};
  out["label"] = correlation_label(metrics.macro("pearson").value);
  return out;
}

Json min_gap_json(const Metrics& metrics, const EvalConfig& config, std::size_t rows) {
  if (!metrics.min_gap) {
    return nullptr;
  }
  const MinGapMetrics& gap = *metrics.min_gap;
  return {{"definition", min_gap_name(config.min_gap.definition)},
          {"n", gap.n},
          {"left_out", rows - gap.n},
          {"rho", estimate_json(metrics.gap("min_gap_rho"), config.bootstrap.resamples)},
          {"mean", gap.mean},
          {"predicted_mean", gap.predicted_mean},
          {"predicted_range", {gap.predicted_low, gap.predicted_high}}};
}

Json strand_json(const std::vector<StrandMetrics>& strand) {
  if (strand.empty()) {
    return nullptr;
  }
  Json out = Json::object();
  for (const StrandMetrics& task : strand) {
    out[task.task] = {{"forward", task.forward},
                      {"reverse", task.reverse},
                      {"averaged", task.averaged},
                      {"drop", task.drop},
                      {"flagged", task.flagged}};
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
    entry["pass"] = row.pass;
    entry["text"] = row.text;
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace

Json estimate_json(const Estimate& estimate, std::int64_t resamples) {
  Json out = {{"value", estimate.value},
              {"low", estimate.interval.low},
              {"high", estimate.interval.high},
              {"skipped", estimate.interval.skipped}};
  if (static_cast<double>(estimate.interval.skipped) > kSkippedShare * static_cast<double>(resamples)) {
    out["flagged"] = true;
  }
  return out;
}

Json metrics_json(const EvalConfig& config, const EvaluationResult& result) {
  const std::int64_t resamples = config.bootstrap.resamples;
  Json tasks = Json::array();
  Json per_task = Json::object();
  for (std::size_t k = 0; k < result.metrics.tasks.size(); ++k) {
    tasks.push_back(result.metrics.tasks[k]);
    per_task[result.metrics.tasks[k]] = task_json(result.metrics, k, resamples);
  }

  Json out;
  out["split"] = split_name(config.split);
  out["rows"] = result.rows;
  out["tasks"] = tasks;
  out["bootstrap"] = {{"resamples", resamples},
                      {"seed", config.bootstrap.seed},
                      {"confidence", config.bootstrap.confidence},
                      {"unit", result.unit},
                      {"units", result.unit_count}};
  out["per_task"] = per_task;
  out["macro"] = macro_json(result.metrics, resamples);
  out["min_gap"] = min_gap_json(result.metrics, config, result.rows);
  out["strand"] = strand_json(result.strand);
  out["acceptance"] = acceptance_json(result.acceptance);
  out["accepted"] = accepted(result.acceptance);
  return out;
}

}  // namespace cre
