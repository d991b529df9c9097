#pragma once
// Do prediction intervals hold what they promise?

#include <string>
#include <vector>

#include "eval/analyses/share.h"
#include "eval/analyses/strata.h"

namespace cre {

/// How many measured values lie in their interval.
struct Coverage {
  Share covered;
  double mean_width;  // l2fc; NaN without rows
};

struct StratumCoverage {
  std::string by, stratum;
  std::vector<Coverage> task;  // (K)
};

struct IntervalCoverage {
  double alpha;
  std::vector<Coverage> task;           // (K)
  std::vector<StratumCoverage> strata;  // by minimum gap, GC content and activity
};

/// Nothing (no tasks) where the predictions have no intervals.
IntervalCoverage interval_coverage(const EvalRows& rows, const std::vector<Strata>& strata, double confidence);

}  // namespace cre
