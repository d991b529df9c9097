#include "eval/analyses/analyses.h"

#include <algorithm>

#include "eval/paired_values.h"

namespace cre {

namespace {

const StratifiedAccuracy& by(const std::vector<StratifiedAccuracy>& all, const std::string& kind) {
  return *std::find_if(all.begin(), all.end(), [&](const StratifiedAccuracy& one) { return one.strata.by == kind; });
}

}  // namespace

Analyses analyse(const EvalRows& rows, const MinGaps& gaps, const ResampleUnits& units, const AnalysisPlan& plan) {
  SubsetBootstrap bootstrap;
  const std::vector<Strata> all_strata = strata_of(rows, gaps);
  std::vector<StratifiedLists> strata;
  for (const Strata& one : all_strata) {
    strata.emplace_back(rows, one, bootstrap);
  }
  const CellPairLists pairs(rows, bootstrap);
  const CalibrationLists calibration(rows, bootstrap);
  bootstrap.run(units, plan.bootstrap, plan.threads);

  Analyses out;
  for (const StratifiedLists& lists : strata) {
    out.strata.push_back(lists.accuracy(rows, bootstrap, plan.confidence));
  }
  out.errors_by_standard_error = error_trends(rows, by(out.strata, "standard_error").strata);
  out.top = top_cells(rows, plan.confidence);
  out.pairs = pairs.pairs(bootstrap, plan.confidence);
  const Strata& quintiles = by(out.strata, "min_gap").strata;
  if (quintiles.why.empty()) {
    out.gap_trend = gap_trend(gaps, quintiles, out.top, plan.confidence);
  }
  const PairedValues gap_values = paired_values(gaps.measured, gaps.predicted);
  if (gap_values.size() > 0 && plan.permutations > 0) {
    out.gap_p =
        correlation_permutation_p(gap_values.measured, gap_values.predicted,
                                  {.permutations = plan.permutations, .seed = plan.bootstrap.seed}, plan.threads);
  }
  out.calibration = calibration.calibration(bootstrap, plan.confidence);
  out.residuals = residuals(rows);
  out.outliers = outliers(rows);
  out.coverage = interval_coverage(rows, all_strata, plan.confidence);
  out.spread = ensemble_spread(rows);
  return out;
}

}  // namespace cre
