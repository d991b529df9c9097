#pragma once
// cre-eval: how good are these predictions?

#include <filesystem>
#include <vector>

#include "core/stage_run.h"
#include "eval/eval_config.h"
#include "eval/paired_predictions.h"

namespace cre {

struct EvalInputs {
  std::filesystem::path predictions;
  std::filesystem::path baseline;         // of cre-baseline; empty without
  std::vector<NamedPredictions> against;  // others that are compared
};

/// Reads predictions.h5, writes metrics.json, bootstrap.h5 and tables/. Throws input when the split has fewer than
/// three rows or no task has three measured ones, integrity or io.
void run_eval(const EvalConfig& config, const EvalInputs& inputs, StageRun& stage);

}  // namespace cre
