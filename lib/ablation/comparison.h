#pragma once
// Differences between a variant and the baseline, with intervals and p-values.

#include <optional>
#include <string>
#include <vector>

#include "ablation/compared_values.h"
#include "statistics/interval.h"

namespace cre {

/// Variant minus baseline; NaN where undefined.
struct Difference {
  double value;
  Interval interval;
};

/// A difference of correlations, with tests of "no difference".
struct CorrelationDifference {
  Difference difference;
  double p;           // paired bootstrap, two-sided
  double p_adjusted;  // Holm over all variants, for this metric
  double fisher_p;    // Fisher's z, arms taken as independent: a conservative check
  bool significant;   // p_adjusted < alpha
};

struct Comparison {
  std::string name;
  std::vector<CorrelationDifference> pearson;  // (K)
  CorrelationDifference macro_pearson;
  std::vector<Difference> mse;  // (K)
  Difference macro_mse;
  Difference min_gap_rho;
  Difference mean_min_gap;
};

/// What the tests need to know besides the values.
struct ComparisonPlan {
  std::vector<std::size_t> measured;  // (K) measured rows of each task
  double confidence;
  double alpha;
};

/// One comparison a variant. `names` and `variants` are parallel. The family of Holm's adjustment is one metric (the
/// macro Pearson, or the Pearson of one task) over all variants.
std::vector<Comparison> compare(const ArmValues& baseline, const std::vector<ArmValues>& variants,
                                const std::vector<std::string>& names, const ComparisonPlan& plan);

/// Sample standard deviation (n - 1) of the macro Pearson over seeds; nothing for a single seed.
std::optional<double> seed_spread(const ArmValues& arm);

}  // namespace cre
