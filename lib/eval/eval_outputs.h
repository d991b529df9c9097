#pragma once
// Internal to lib/eval: what cre-eval writes.

#include "core/stage_run.h"
#include "eval/metrics_json.h"
#include "eval/resampled_values.h"

namespace cre {

/// metrics.json, bootstrap.h5 with the replicates of `values`, and the tables, made side by side. Throws io.
void write_eval_outputs(const EvalConfig& config, const EvaluationResult& result, const EvalRows& rows,
                        const MinGaps& gaps, const ArmValues& values, StageRun& stage);

}  // namespace cre
