#include "eval/analyses/analyses.h"

#include <algorithm>
#include <functional>

#include "core/parallel.h"
#include "eval/paired_values.h"

namespace cre {

namespace {

const Strata& by(const std::vector<Strata>& all, const std::string& kind) {
  return *std::find_if(all.begin(), all.end(), [&](const Strata& one) { return one.by == kind; });
}

}  // namespace

PreparedAnalyses::PreparedAnalyses(const EvalRows& rows, const MinGaps& gaps, const AnalysisPlan& plan)
    : rows_(rows),
      gaps_(gaps),
      plan_(plan),
      strata_(strata_of(rows, gaps)),
      pairs_(rows, bootstrap_),
      calibration_(rows, bootstrap_),
      related_(rows, bootstrap_) {
  for (const Strata& one : strata_) {
    lists_.emplace_back(rows, one, bootstrap_, plan.threads);
  }
  bootstrap_.prepare(plan.resamples, plan.threads);
}

Analyses PreparedAnalyses::results() const {
  Analyses out;
  out.strata.resize(lists_.size());
  std::vector<std::function<void()>> work = {
      [&] { out.residuals = residuals(rows_); },
      [&] { out.top = top_cells(rows_, plan_.confidence); },
      [&] { out.outliers = outliers(rows_); },
      [&] { out.pairs = pairs_.pairs(bootstrap_, plan_.confidence); },
      [&] { out.calibration = calibration_.calibration(bootstrap_, plan_.confidence); },
      [&] { out.coverage = interval_coverage(rows_, strata_, plan_.confidence); },
      [&] { out.spread = ensemble_spread(rows_); },
      [&] { out.related = related_.accuracy(bootstrap_, plan_.confidence); },
      [&] { out.errors_by_standard_error = error_trends(rows_, by(strata_, "standard_error")); }};
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    work.emplace_back([&, i] { out.strata[i] = lists_[i].accuracy(rows_, bootstrap_, plan_.confidence); });
  }
  parallel_run(work, plan_.threads);
  const Strata& quintiles = by(strata_, "min_gap");
  if (quintiles.why.empty()) {
    out.gap_trend = gap_trend(gaps_, quintiles, out.top, plan_.confidence);
  }
  const PairedValues gaps = paired_values(gaps_.measured, gaps_.predicted);
  if (gaps.size() > 0 && plan_.permutation.permutations > 0) {
    out.gap_p = correlation_permutation_p(gaps.measured, gaps.predicted, plan_.permutation, plan_.threads);
  }
  return out;
}

}  // namespace cre
