#pragma once
// Settings of cre-ablate.

#include <cstdint>

#include "core/config.h"
#include "eval/bootstrap_config.h"
#include "eval/min_gap_config.h"
#include "storage/split_assignment.h"

namespace cre {

struct AblateConfig {
  Split split = Split::test;
  BootstrapConfig bootstrap;
  MinGapConfig min_gap;
  double active_from = 1.0;  // l2fc
  double alpha = 0.05;
  double power = 0.8;
  std::int64_t permutations = 0;
};

void describe(Description& d, AblateConfig& c);

/// The config file of cre-ablate: {"ablate": {...}}.
struct AblationToolConfig {
  AblateConfig ablate;
};
void describe(Description& d, AblationToolConfig& c);

}  // namespace cre
