#pragma once
// metrics.json. Undefined numbers are null.

#include <optional>

#include <nlohmann/json.hpp>

#include "eval/acceptance.h"
#include "eval/analyses/analyses.h"
#include "eval/eval_config.h"
#include "eval/metrics.h"
#include "eval/paired_predictions.h"
#include "eval/strand.h"

namespace cre {

/// Everything that metrics.json says.
struct EvaluationResult {
  std::size_t rows;
  std::string unit;        // "element" or "group"
  std::size_t unit_count;  // rows or groups that are drawn from
  Metrics metrics;
  std::vector<StrandMetrics> strand;
  Analyses analyses;
  std::optional<PairedPredictions> baseline;
  std::vector<PairedPredictions> compared;
  std::vector<AcceptanceRow> acceptance;
};

nlohmann::ordered_json metrics_json(const EvalConfig& config, const EvaluationResult& result);

}  // namespace cre
