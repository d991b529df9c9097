#pragma once
// Settings of the simulated assay.

#include <cstdint>

#include "core/config.h"

namespace cre {

/// How many rows of each bad or repeated kind the table contains. Each bad row fails one rule of cre-qc before any
/// other.
struct PlantedRows {
  std::int64_t malformed = 24;            // too few or too many fields, or a number that cannot be read
  std::int64_t invalid_base = 30;         // a character outside ACGTN
  std::int64_t off_length = 24;           // a few bases more or less
  std::int64_t too_many_n = 30;           // one or more N
  std::int64_t missing_activity = 36;     // empty, NA or infinite
  std::int64_t se_out_of_range = 24;      // standard error zero, negative, or 5 and more
  std::int64_t se_above_threshold = 420;  // standard error in (0.5, 1.5); the target cell's own in every second row
  std::int64_t unknown_target_cell = 12;  // kept unless SE rule B is used
  std::int64_t exact_duplicates = 60;     // rows that repeat the sequence of one other row
  std::int64_t near_duplicates = 120;     // one or two substitutions; every second one on the other strand
};

struct SimulateConfig {
  std::int64_t seed = 2025;
  std::int64_t elements = 6000;  // rows of the table, bad ones included
  std::int64_t length = 200;     // bases
  std::int64_t motifs = 4;       // planted motif instances per element, on average
  double noise = 0.36;           // typical standard error, l2fc
  PlantedRows planted;
};

void describe(Description& d, PlantedRows& c);
void describe(Description& d, SimulateConfig& c);

/// The config file of cre-simulate: {"simulate": {...}}.
struct SimulateToolConfig {
  SimulateConfig simulate;
};
void describe(Description& d, SimulateToolConfig& c);

}  // namespace cre
