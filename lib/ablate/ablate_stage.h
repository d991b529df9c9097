#pragma once
// cre-ablate: how much does each variant differ from the baseline?

#include <filesystem>
#include <vector>

#include "ablate/ablate_config.h"
#include "ablate/model_arm.h"
#include "core/stage_run.h"

namespace cre {

/// `baseline` has one predictions file a seed; its first file decides the rows. Writes ablation.json and ablation.tsv.
/// Throws input, integrity or io.
void run_ablate(const AblateConfig& config, const std::vector<std::filesystem::path>& baseline,
                const std::vector<ArmFiles>& variants, StageRun& stage);

}  // namespace cre
