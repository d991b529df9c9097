#pragma once
// cre-ablate: how much does each variant, and the linear baseline, differ from the base?

#include <filesystem>
#include <vector>

#include "ablate/ablate_config.h"
#include "ablate/model_arm.h"
#include "core/stage_run.h"

namespace cre {

/// Files of predictions.
struct AblationInputs {
  std::vector<std::filesystem::path> baseline;  // one a seed; the first one decides the rows
  std::vector<ArmFiles> variants;
  std::filesystem::path linear_baseline;  // of cre-baseline; empty: none
};

/// Writes ablation.json and ablation.tsv. Throws usage, input, integrity or io.
void run_ablate(const AblateConfig& config, const AblationInputs& inputs, StageRun& stage);

}  // namespace cre
