#pragma once
// Settings of cre-ablate.

#include <cstdint>

#include "core/config.h"
#include "evaluation/bootstrap_config.h"
#include "evaluation/min_gap_config.h"
#include "storage/split_assignment.h"

namespace cre {

struct AblationConfig {
  Split split = Split::test;
  BootstrapConfig bootstrap;
  MinGapConfig min_gap;
  double alpha = 0.05;
  double power = 0.8;
  std::int64_t permutations = 0;
};

void describe(Description& d, AblationConfig& c);

/// The config file of cre-ablate: {"ablate": {...}}.
struct AblationToolConfig {
  AblationConfig ablate;
};
void describe(Description& d, AblationToolConfig& c);

}  // namespace cre
