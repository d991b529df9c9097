#pragma once
// The numbers of a finished split that decide what its reader is told.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "split/split_config.h"
#include "split/strategies/random_split.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

struct SplitSummary {
  std::array<std::int64_t, kSplitCount> rows{};
  std::optional<SplitDeviation> deviation;  // of a random split
  std::int64_t crossing_sequences = 0;      // distinct ones that are in more than one split
  std::vector<std::string> warnings;        // missed tolerances and leakage
};

/// `config` as resolved.
SplitSummary summarize_split(const Elements& elements, const SplitAssignment& assignment, const SplitConfig& config);

}  // namespace cre
