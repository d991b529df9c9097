#pragma once
// metrics.json. Undefined numbers are null.

#include <nlohmann/json.hpp>

#include "eval/acceptance.h"
#include "eval/eval_config.h"
#include "eval/metrics.h"
#include "eval/strand.h"

namespace cre {

/// Everything that metrics.json says.
struct EvaluationResult {
  std::size_t rows;
  std::string unit;        // "element" or "group"
  std::size_t unit_count;  // rows or groups that are drawn from
  Metrics metrics;
  std::vector<StrandMetrics> strand;
  std::vector<AcceptanceRow> acceptance;
};

nlohmann::ordered_json metrics_json(const EvalConfig& config, const EvaluationResult& result);

/// {"value", "low", "high", "skipped"}, and "flagged": true when more than 1 % of the resamples were skipped.
nlohmann::ordered_json estimate_json(const Estimate& estimate, std::int64_t resamples);

}  // namespace cre
