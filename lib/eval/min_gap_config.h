#pragma once
// Which definition of the minimum gap is used; one for measured and predicted activities alike.

#include "core/config.h"

namespace cre {

enum class MinGapDefinition {
  column,                   ///< measured: the table's MinGap column; predicted: as target_minus_best_other
  target_minus_best_other,  ///< activity in the target cell minus the largest activity in the others
  top1_minus_top2,          ///< largest minus second largest activity
};

/// "column", "target_minus_best_other", "top1_minus_top2".
const std::string& min_gap_name(MinGapDefinition definition);

struct MinGapConfig {
  MinGapDefinition definition = MinGapDefinition::column;
};

void describe(Description& d, MinGapConfig& c);

}  // namespace cre
