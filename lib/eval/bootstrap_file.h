#pragma once
// bootstrap.h5: the replicates, so that further intervals and tests can be made without drawing again.

#include <filesystem>
#include <string>
#include <vector>

#include "eval/bootstrap_config.h"
#include "eval/resampled_values.h"

namespace cre {

/// /tasks (K) and, of each measure with an interval, /NAME (B, K) and /macro_NAME (B); of the minimum gap /NAME (B),
/// when defined. NaN marks a resample without a value. Throws io.
void save_bootstrap(const std::filesystem::path& file, const std::vector<std::string>& tasks,
                    const BootstrapConfig& config, const std::string& unit, const ArmValues& values);

}  // namespace cre
