#pragma once
// truth.json: what a simulated table contains, so that tests and reports can be checked against it.

#include <vector>

#include <nlohmann/json.hpp>

#include "simulate/motif_grammar.h"
#include "simulate/simulate_config.h"
#include "simulate/simulated_library.h"

namespace cre {

/// "planted": rows, rows kept by cre-qc's default settings and the rows that each of its rules rejects;
/// "se_rules": rows that the standard-error rules A, B and C remove; "noise_ceiling" per task:
/// sqrt(1 - mean(s^2) / var(y)) over the kept rows; "oracle_pearson" per task: correlation of the noise-free with the
/// measured activity over the kept rows, which no model can beat but by luck; "near_duplicates" as pairs of ids;
/// and the grammar: "motifs", "pairs", "basal", "gc_slope", "ceiling".
nlohmann::ordered_json truth_json(const SimulateConfig& config, const Grammar& grammar,
                                  const std::vector<SimulatedRow>& rows);

}  // namespace cre
