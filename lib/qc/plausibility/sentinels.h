#pragma once
// Numbers that stand for a missing one: -999, 9999.

#include <string>
#include <vector>

#include "qc/plausibility/finding.h"
#include "qc/plausibility/plausibility_config.h"
#include "statistics/value_counts.h"

namespace cre {

struct RepeatedValue {
  double value = 0.0;
  std::size_t rows = 0;
};

/// The different values, and how often each is there; -0 is 0.
std::vector<RepeatedValue> different_values(const ValueCounts& counts);

/// Values far outside of the others that several rows share. The quartiles are those of the different values, so that a
/// sentinel counts once however many rows have it.
std::vector<RepeatedValue> sentinels(const std::vector<RepeatedValue>& values, const PlausibilityConfig& config);

/// Adds what is said of them, if there are any.
void add_sentinels(const std::string& column, const std::vector<RepeatedValue>& sentinels, Findings& findings);

}  // namespace cre
