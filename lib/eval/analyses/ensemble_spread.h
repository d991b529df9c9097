#pragma once
// Does the spread of an ensemble say where it is wrong?

#include <cstddef>
#include <vector>

#include "eval/eval_rows.h"

namespace cre {

struct EnsembleSpread {
  std::size_t n;
  double rho;      // Spearman's correlation of the members' SD and the absolute residual
  double mean_sd;  // l2fc
  double rmse;     // l2fc; a spread that is an error bar is about as large
};

/// (K); empty when there is no spread, that is for a single model. Errors by quintiles of the spread are among the
/// strata.
std::vector<EnsembleSpread> ensemble_spread(const EvalRows& rows);

}  // namespace cre
