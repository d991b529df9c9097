#pragma once
// Everything that is looked at besides the measures of the whole split.

#include <optional>
#include <string>
#include <vector>

#include "eval/analyses/calibration.h"
#include "eval/analyses/coverage.h"
#include "eval/analyses/ensemble_spread.h"
#include "eval/analyses/outliers.h"
#include "eval/analyses/related_rows.h"
#include "eval/analyses/residuals.h"
#include "eval/analyses/specificity.h"
#include "eval/analyses/stratified_accuracy.h"
#include "statistics/correlation_permutation.h"

namespace cre {

struct AnalysisPlan {
  std::size_t resamples;
  double confidence;
  CorrelationPermutationPlan permutation;
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
  RelatedAccuracy related;             // on rows with and without a neighbour in training
};

/// What is needed before rows are resampled, and what is known afterwards.
class PreparedAnalyses {
 public:
  /// `rows` and `gaps` must outlive this.
  PreparedAnalyses(const EvalRows& rows, const MinGaps& gaps, const AnalysisPlan& plan);

  /// To be run with resamples of the rows.
  MakeBatchWorker make_worker() { return bootstrap_.make_worker(); }
  /// After that.
  Analyses results() const;

 private:
  const EvalRows& rows_;
  const MinGaps& gaps_;
  AnalysisPlan plan_;
  SubsetBootstrap bootstrap_;
  std::vector<Strata> strata_;
  std::vector<StratifiedLists> lists_;  // one a kind of strata
  CellPairLists pairs_;
  CalibrationLists calibration_;
  RelatedLists related_;
};

}  // namespace cre
