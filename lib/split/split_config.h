#pragma once
// Settings of cre-split.

#include <cstdint>
#include <vector>

#include "core/config.h"

namespace cre {

enum class SplitStrategy { random, predefined, extend };
enum class GroupBy { sequence, column };

struct SplitFractions {
  double train = 0.8;
  double val = 0.1;
  double test = 0.1;
};

struct SplitConfig {
  SplitStrategy strategy = SplitStrategy::random;
  std::vector<GroupBy> group_by = {GroupBy::sequence};
  bool both_strands = true;
  std::int64_t seed = 2025;
  SplitFractions fractions;
  double tolerance = 0.02;
};

struct SplitToolConfig {
  SplitConfig split;
};

void describe(Description& d, SplitFractions& c);
void describe(Description& d, SplitConfig& c);
void describe(Description& d, SplitToolConfig& c);

/// "random", "predefined" or "extend".
std::string strategy_name(SplitStrategy strategy);

}  // namespace cre
