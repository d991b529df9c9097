#pragma once
// The worst predictions, and whether some groups have more of them than chance gives.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "eval/eval_rows.h"

namespace cre {

/// One row and task among the largest absolute residuals of that task.
struct Outlier {
  std::size_t row, task;
  double residual;  // measured - predicted, l2fc
};

/// A group of cre-split, or the rows of a target cell or of one value in a stratum, among the rows with outliers.
struct OverRepresentation {
  std::string kind;  // "group", "target_cell" or stratum_kind
  std::string name;
  std::size_t outliers;  // its rows that are outliers in some task
  std::size_t rows;      // its rows
  double p;              // hypergeometric, one-sided
  double p_adjusted;     // Holm over all that were tested
};

struct Outliers {
  std::vector<Outlier> worst;                        // by task, largest first
  std::size_t rows;                                  // different rows among them
  std::size_t tested;                                // groups, target cells, strata of two and more rows
  std::vector<OverRepresentation> over_represented;  // those with p_adjusted < .05
};

/// ceil(1 % of the measured rows) of each task.
Outliers outliers(const EvalRows& rows);

}  // namespace cre
