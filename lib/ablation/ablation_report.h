#pragma once
// ablation.json and ablation.tsv.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "ablation/ablation_config.h"
#include "ablation/comparison.h"

namespace cre {

/// Everything that the two files say.
struct AblationResult {
  std::vector<std::string> tasks;  // (K)
  std::size_t rows;
  std::string unit;        // "element" or "group"
  std::size_t unit_count;  // rows or groups that are drawn from
  ArmValues baseline;
  std::vector<ArmValues> variants;
  std::vector<Comparison> comparisons;  // one a variant
};

/// Undefined numbers are null.
nlohmann::ordered_json ablation_json(const AblationConfig& config, const AblationResult& result);

/// One row a variant and metric; "NA" for undefined numbers and tests that are not made.
std::string ablation_table(const AblationResult& result);

}  // namespace cre
