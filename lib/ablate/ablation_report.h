#pragma once
// ablation.json and ablation.tsv.

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "ablate/ablate_config.h"
#include "ablate/comparison.h"
#include "eval/aligned_rows.h"

namespace cre {

/// A variant, or the linear baseline, beside the base.
struct ComparedArm {
  ComparedPair pair;
  Comparison comparison;
  std::size_t rows;    // that it shares with the base
  ArmMatches matches;  // how they were found
};

/// Everything that the two files say.
struct AblationResult {
  std::vector<std::string> tasks;  // (K)
  std::size_t rows;
  std::string unit;                            // "element" or "group"
  std::size_t unit_count;                      // rows or groups that are drawn from
  ArmValues baseline;                          // on all rows
  std::vector<ComparedArm> variants;           // the family of the adjustment
  std::optional<ComparedArm> linear_baseline;  // no part of the family
  std::vector<std::string> warnings;
};

/// What a reader of the numbers should know: rows that a compared arm lacks, too few resamples for so many variants.
std::vector<std::string> ablation_warnings(const AblateConfig& config, const AblationResult& result);

/// Undefined numbers are null.
nlohmann::ordered_json ablation_json(const AblateConfig& config, const AblationResult& result);

/// One row a compared arm and metric, the linear baseline last; "NA" for undefined numbers and tests that are not made.
std::string ablation_table(const AblationResult& result);

}  // namespace cre
