#pragma once
// Settings of cre-baseline.

#include <cstdint>
#include <vector>

#include "core/config.h"

namespace cre {

struct BaselineConfig {
  bool enabled = true;                                  // asked by the workflow; the tool refuses to run without
  std::vector<std::int64_t> words = {4, 5, 6};          // bases
  std::vector<std::int64_t> gaps = {1, 2, 3, 4, 5, 6};  // bases between the halves of gapped words
  std::int64_t gapped_bases = 4;                        // known bases of a gapped word
  bool gc = false;
  bool motifs = true;
  bool element_weights = false;
  // Penalty of the squared weights, for each feature: what is in the path is multiplied by their number.
  std::vector<double> penalties = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0};
};

void describe(Description& d, BaselineConfig& c);

/// The config file of cre-baseline: {"baseline": {...}}.
struct BaselineToolConfig {
  BaselineConfig baseline;
};
void describe(Description& d, BaselineToolConfig& c);

}  // namespace cre
