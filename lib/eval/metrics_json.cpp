#include "eval/metrics_json.h"

#include <cmath>

namespace cre {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kSkippedShare = 0.01;

Json estimates_json(const MetricEstimates& metrics, std::int64_t resamples) {
  return {{"pearson", estimate_json(metrics.pearson, resamples)},
          {"spearman", estimate_json(metrics.spearman, resamples)},
          {"mse", estimate_json(metrics.mse, resamples)},
          {"mae", estimate_json(metrics.mae, resamples)}};
}

Json task_json(const TaskMetrics& task, std::int64_t resamples) {
  Json out = {{"n", task.n}};
  out.update(estimates_json(task.metrics, resamples));
  out["rmse"] = {{"value", task.rmse}};
  out["r_squared"] = {{"value", task.r_squared}};
  out["label"] = correlation_label(task.metrics.pearson.value);
  out["reliability"] = task.ceiling.reliability;
  out["noise_ceiling"] = task.ceiling.r_max;
  out["relative_pearson"] = task.relative_pearson;
  return out;
}

Json min_gap_json(const MinGapMetrics& gap, const EvalConfig& config, std::size_t rows) {
  return {{"definition", min_gap_name(config.min_gap.definition)},
          {"n", gap.n},
          {"left_out", rows - gap.n},
          {"rho", estimate_json(gap.rho, config.bootstrap.resamples)},
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
  for (const TaskMetrics& task : result.metrics.tasks) {
    tasks.push_back(task.task);
    per_task[task.task] = task_json(task, resamples);
  }
  Json macro = estimates_json(result.metrics.macro.metrics, resamples);
  macro["pearson_weighted_by_rows"] = {{"value", result.metrics.macro.pearson_weighted_by_rows}};
  macro["label"] = correlation_label(result.metrics.macro.metrics.pearson.value);

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
  out["macro"] = macro;
  out["min_gap"] = result.metrics.min_gap ? min_gap_json(*result.metrics.min_gap, config, result.rows) : Json(nullptr);
  out["strand"] = strand_json(result.strand);
  out["acceptance"] = acceptance_json(result.acceptance);
  out["accepted"] = accepted(result.acceptance);
  return out;
}

}  // namespace cre
