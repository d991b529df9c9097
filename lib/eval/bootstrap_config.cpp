#include "eval/bootstrap_config.h"

namespace cre {

void describe(Description& d, BootstrapConfig& c) {
  d.integer("resamples", c.resamples, between(10, 1e6), "", "Number of bootstrap resamples.");
  d.integer("seed", c.seed, at_least(0), "", "Seed of the resamples; all tasks and models share the drawn rows.");
  d.number("confidence", c.confidence, {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true}, "",
           "Coverage of the intervals.");
  d.choice("unit", c.unit,
           {{"auto", BootstrapUnit::automatic}, {"element", BootstrapUnit::element}, {"group", BootstrapUnit::group}},
           "What is drawn: rows, or whole split groups; auto draws groups when any group has more than one row.");
}

ResampleUnits resample_units(const BootstrapConfig& config, std::span<const std::int64_t> group) {
  if (config.unit == BootstrapUnit::element) {
    return element_units(group.size());
  }
  ResampleUnits units = group_units(group);
  if (config.unit == BootstrapUnit::automatic && units.count == group.size()) {
    return element_units(group.size());
  }
  return units;
}

std::string unit_name(const ResampleUnits& units) {
  return units.unit_of_row.empty() ? "element" : "group";
}

BootstrapPlan bootstrap_plan(const BootstrapConfig& config) {
  return {.resamples = static_cast<std::size_t>(config.resamples), .seed = static_cast<std::uint64_t>(config.seed)};
}

}  // namespace cre
