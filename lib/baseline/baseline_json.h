#pragma once
// baseline.json: what was fitted, for people and programs. Layout: docs/artifacts.md.

#include <nlohmann/json_fwd.hpp>

#include "baseline/fit_baseline.h"

namespace cre {

nlohmann::json baseline_json(const BaselineConfig& config, const BaselineFit& fit);

}  // namespace cre
