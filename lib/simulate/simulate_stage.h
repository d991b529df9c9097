#pragma once
// The stage cre-simulate.

#include "core/stage_run.h"
#include "simulate/simulate_config.h"

namespace cre {

/// Writes elements.tsv.gz (a table in the public three-cell schema) and truth.json. Throws io.
void run_simulate(const SimulateConfig& config, StageRun& stage);

}  // namespace cre
