#pragma once
// ablation.json and ablation.tsv.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "ablate/ablate_config.h"
#include "ablate/comparison.h"
#include "eval/aligned_rows.h"

namespace cre {

/// Everything that the two files say.
struct AblationResult {
  std::vector<std::string> tasks;  // (K)
  std::size_t rows;
  std::string unit;                          // "element" or "group"
  std::size_t unit_count;                    // rows or groups that are drawn from
  ArmValues baseline;                        // on all rows
  std::vector<ComparedPair> pairs;           // one a variant
  std::vector<Comparison> comparisons;       // likewise
  std::vector<std::size_t> rows_of_variant;  // rows that it shares with the baseline
  std::vector<ArmMatches> matches;           // likewise: how they were found
  std::vector<std::string> warnings;
};

/// What a reader of the numbers should know: rows that a variant lacks, too few resamples for so many variants.
std::vector<std::string> ablation_warnings(const AblateConfig& config, const AblationResult& result);

/// Undefined numbers are null.
nlohmann::ordered_json ablation_json(const AblateConfig& config, const AblationResult& result);

/// One row a variant and metric; "NA" for undefined numbers and tests that are not made.
std::string ablation_table(const AblationResult& result);

}  // namespace cre
