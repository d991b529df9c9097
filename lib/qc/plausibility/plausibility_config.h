#pragma once
// From where on something about a table is questioned.

#include <cstdint>

#include "core/config.h"

namespace cre {

struct PlausibilityConfig {
  double largest_activity = 20.0;      // l2fc
  std::int64_t sentinel_repeats = 3;   // rows
  double sentinel_distance = 5.0;      // interquartile ranges
  double repeated_share = 0.1;         // of the measured rows
  double smallest_error_ratio = 0.02;  // of the activities' standard deviation
  double error_disagreement = 4.0;     // ratio of variances
  double unknown_target_share = 0.05;  // of the rows that name a target cell
  double min_gap_agreement = 0.95;     // share of rows
  double mode_share = 0.5;             // of rows
  double adjusted_share = 0.1;         // of rows
  double rule_share = 0.3;             // of rows
  double subset_share = 0.9;           // of the rows of a subset
  double contradiction = 2.0;          // l2fc
};

void describe(Description& d, PlausibilityConfig& c);

}  // namespace cre
