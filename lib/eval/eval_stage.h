#pragma once
// cre-eval: how good are these predictions?

#include "core/stage_run.h"
#include "eval/eval_config.h"
#include "eval/eval_inputs.h"

namespace cre {

/// Reads the predictions, writes metrics.json, bootstrap.h5 and tables/. Throws as evaluated_input() and PairedArms,
/// and io.
void run_eval(const EvalConfig& config, const EvalInputs& inputs, StageRun& stage);

}  // namespace cre
