#pragma once
// Settings of the bootstrap, shared by evaluation and ablation.

#include <cstdint>
#include <span>
#include <string>

#include "core/config.h"
#include "statistics/bootstrap.h"

namespace cre {

/// What a resample draws. Automatic: groups as soon as one of them has more than one row.
enum class BootstrapUnit { automatic, element, group };

struct BootstrapConfig {
  std::int64_t resamples = 1000;
  std::int64_t seed = 2025;
  double confidence = 0.95;
  BootstrapUnit unit = BootstrapUnit::automatic;
};

void describe(Description& d, BootstrapConfig& c);

/// The units that `config` asks for; `group` (rows) is the group number of each evaluated row.
ResampleUnits resample_units(const BootstrapConfig& config, std::span<const std::int64_t> group);

/// "element" or "group": what `units` draws.
std::string unit_name(const ResampleUnits& units);

BootstrapPlan bootstrap_plan(const BootstrapConfig& config);

}  // namespace cre
