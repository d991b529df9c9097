#pragma once
// The minimum gap of elements, measured and predicted.

#include <cstddef>
#include <vector>

#include "eval/eval_rows.h"
#include "eval/min_gap_config.h"

namespace cre {

/// One value a row (N), l2fc; NaN in both where the gap is not defined.
struct MinGaps {
  std::vector<double> measured;
  std::vector<double> predicted;
  std::size_t defined = 0;  // rows that have both
};

/// A row is left out when its target cell is unknown, its MinGap is absent (definition column), or a task is not
/// measured (the other definitions, which need two tasks; with K < 2 every row is left out).
MinGaps min_gaps(const EvalRows& rows, MinGapDefinition definition);

}  // namespace cre
