#pragma once
// Differences between a variant and the baseline, with intervals and p-values.

#include <optional>
#include <string>
#include <vector>

#include "eval/resampled_values.h"
#include "statistics/interval.h"

namespace cre {

/// Variant minus baseline; NaN where undefined.
struct Difference {
  double value;
  Interval interval;
  double standard_error;  // SD of the replicates
};

/// Tests of "no difference" of two correlations.
struct CorrelationTest {
  double p;                       // paired bootstrap, two-sided
  double p_adjusted;              // Holm over all variants, for this metric; NaN outside of that family
  double fisher_p;                // Fisher's z, arms taken as independent: a conservative check
  double permutation_p;           // paired permutation; NaN when none was asked for
  double permutation_p_adjusted;  // Holm likewise
  bool significant;               // p_adjusted < alpha; false outside of the family
};

struct Comparison {
  std::string name;
  std::vector<Difference> difference;    // (MeasureLayout::size())
  std::vector<CorrelationTest> pearson;  // (K + 1) of the tasks, then of their mean
};

/// A variant and the baseline on the same rows.
struct ComparedPair {
  std::string name;
  ArmValues baseline, variant;
  std::vector<std::size_t> measured;  // (K) measured rows of each task
  std::vector<double> permutation_p;  // (K + 1) tasks, then their mean; empty when not asked for
};

/// What the tests need to know besides the values.
struct ComparisonPlan {
  double confidence;
  double alpha;
};

/// One pair by itself, in no family: its tests are not adjusted.
Comparison compare_alone(const ComparedPair& pair, double confidence);

/// One comparison a pair. The family of Holm's adjustment is one metric (the macro Pearson, or the Pearson of one task)
/// over all pairs.
std::vector<Comparison> compare(const std::vector<ComparedPair>& pairs, const ComparisonPlan& plan);

/// Sample standard deviation (n - 1) of the macro Pearson over seeds; nothing for a single seed.
std::optional<double> seed_spread(const ArmValues& arm);

/// Standard error of the mean of the macro Pearson over seeds, sd / sqrt(S) for S of them; nothing for a single seed.
std::optional<double> seed_standard_error(const ArmValues& arm);

/// Standard error of the macro delta from the spread between seeds alone: sqrt(sd_v^2 / S_v + sd_b^2 / S_b) for S seeds
/// of variant and baseline; nothing when either has a single seed.
std::optional<double> seed_standard_error(const ComparedPair& pair);

}  // namespace cre
