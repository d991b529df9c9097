#pragma once
// Settings of the simulated assay.

#include <cstdint>

#include "core/config.h"

namespace cre {

/// How many rows of each bad or repeated kind the table contains, as shares of all rows (rounded down).
/// Each bad row fails one rule of cre-qc before any other; truth.json has the exact counts.
struct PlantedShares {
  double malformed = 0.004;            // too few or too many fields, or a number that cannot be read
  double invalid_base = 0.005;         // a character outside ACGTN
  double off_length = 0.004;           // a few bases more or less
  double too_many_n = 0.005;           // one or more N
  double missing_activity = 0.006;     // empty, NA or infinite
  double se_out_of_range = 0.004;      // standard error zero, negative, or 5 and more
  double se_above_threshold = 0.07;    // standard error in (0.5, 1.5); the target cell's own in every second row
  double unknown_target_cell = 0.002;  // kept unless SE rule B is used
  double exact_duplicates = 0.01;      // rows that repeat the sequence of one other row
  double near_duplicates = 0.02;       // one or two substitutions; every second one on the other strand
};

struct SimulateConfig {
  std::int64_t seed = 2025;
  std::int64_t elements = 6000;  // rows of the table, bad ones included
  std::int64_t length = 200;     // bases
  std::int64_t motifs = 4;       // planted motif instances per element, on average
  double noise = 0.36;           // typical standard error, l2fc
  PlantedShares planted;

  /// Rows that a share of the table stands for, rounded down.
  std::int64_t rows_of(double share) const;
};

void describe(Description& d, PlantedShares& c);
void describe(Description& d, SimulateConfig& c);

/// The config file of cre-simulate: {"simulate": {...}}.
struct SimulateToolConfig {
  SimulateConfig simulate;
};
void describe(Description& d, SimulateToolConfig& c);

}  // namespace cre
