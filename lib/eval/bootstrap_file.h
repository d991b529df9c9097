#pragma once
// bootstrap.h5: the replicates, so that further intervals and tests can be made without drawing again.

#include <filesystem>
#include <string>
#include <vector>

#include "eval/bootstrap_config.h"
#include "eval/metric_replicates.h"

namespace cre {

/// /pearson /spearman /mse /mae (B, K), /macro_pearson ... (B), /min_gap_rho (B) when defined; /tasks (K).
/// NaN marks a resample without a value. Throws io.
void save_bootstrap(const std::filesystem::path& file, const std::vector<std::string>& tasks,
                    const BootstrapConfig& config, const std::string& unit, const BootstrapReplicates& replicates);

}  // namespace cre
