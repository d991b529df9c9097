#pragma once
// Everything that is looked at besides the measures of the whole split.

#include <optional>
#include <string>
#include <vector>

#include "eval/analyses/calibration.h"
#include "eval/analyses/coverage.h"
#include "eval/analyses/ensemble_spread.h"
#include "eval/analyses/outliers.h"
#include "eval/analyses/residuals.h"
#include "eval/analyses/specificity.h"
#include "eval/analyses/stratified_accuracy.h"
#include "statistics/correlation_permutation.h"

namespace cre {

struct AnalysisPlan {
  BootstrapPlan bootstrap;
  double confidence;
  std::size_t permutations;
  unsigned threads;
};

struct Analyses {
  std::vector<StratifiedAccuracy> strata;
  std::vector<ErrorTrend> errors_by_standard_error;  // (K), empty without such strata
  TopCells top;                                      // without rows for K = 1
  std::vector<CellPair> pairs;
  std::optional<GapTrend> gap_trend;         // nothing without quintiles of the minimum gap
  CorrelationPermutationP gap_p;             // of the gaps; NaN without gaps
  std::vector<TaskCalibration> calibration;  // (K)
  std::vector<TaskResiduals> residuals;      // (K)
  Outliers outliers;
  IntervalCoverage coverage;           // without tasks where there are no prediction intervals
  std::vector<EnsembleSpread> spread;  // (K), empty for a single model
};

Analyses analyse(const EvalRows& rows, const MinGaps& gaps, const ResampleUnits& units, const AnalysisPlan& plan);

}  // namespace cre
