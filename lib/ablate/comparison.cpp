#include "ablate/comparison.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>

#include "statistics/fisher.h"
#include "statistics/multiple_testing.h"
#include "statistics/summary.h"
#include "statistics/undefined.h"

namespace cre {

namespace {

Difference difference(const ComparedPair& pair, std::size_t index, double confidence) {
  const std::vector<double> replicates = replicate_differences(pair.variant, pair.baseline, index);
  return {.value = pair.variant.value[index] - pair.baseline.value[index],
          .interval = percentile_interval(replicates, confidence),
          .standard_error = summarize(defined_values(replicates)).sd};
}

/// `place`: a task, or their mean.
CorrelationTest correlation_test(const ComparedPair& pair, const MeasureLayout& layout, std::size_t place) {
  const bool macro = place == layout.macro();
  std::vector<CorrelationPair> correlations;
  for (std::size_t k = macro ? 0 : place; k < (macro ? layout.tasks() : place + 1); ++k) {
    const auto n = static_cast<double>(pair.measured[k]);
    const std::size_t r = layout.index("pearson", k);
    correlations.push_back({.a = pair.variant.value[r], .b = pair.baseline.value[r], .n_a = n, .n_b = n});
  }
  const double p = two_sided_p(replicate_differences(pair.variant, pair.baseline, layout.index("pearson", place)));
  const double permutation_p = pair.permutation_p.empty() ? kUndefined : pair.permutation_p[place];
  return {.p = p,
          .p_adjusted = kUndefined,
          .fisher_p = fisher_z_p(correlations),
          .permutation_p = permutation_p,
          .permutation_p_adjusted = kUndefined,
          .significant = false};
}

/// Holm's adjustment of one kind of p-value over all comparisons: `raw` reads it, `adjusted` is where it goes.
void adjust(std::vector<Comparison>& comparisons, const std::function<double(Comparison&)>& raw,
            const std::function<double&(Comparison&)>& adjusted) {
  std::vector<double> p_values;
  for (Comparison& comparison : comparisons) {
    p_values.push_back(raw(comparison));
  }
  const std::vector<double> result = holm_adjusted(p_values);
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    adjusted(comparisons[i]) = result[i];
  }
}

/// Adjusts the tests of one task, or of the mean.
void adjust_tests(std::vector<Comparison>& comparisons, double alpha, std::size_t place) {
  adjust(
      comparisons, [&](Comparison& c) { return c.pearson[place].p; },
      [&](Comparison& c) -> double& { return c.pearson[place].p_adjusted; });
  adjust(
      comparisons, [&](Comparison& c) { return c.pearson[place].permutation_p; },
      [&](Comparison& c) -> double& { return c.pearson[place].permutation_p_adjusted; });
  for (Comparison& comparison : comparisons) {
    comparison.pearson[place].significant = comparison.pearson[place].p_adjusted < alpha;
  }
}

}  // namespace

Comparison compare_alone(const ComparedPair& pair, double confidence) {
  const MeasureLayout layout(pair.measured.size());
  Comparison out{.name = pair.name, .difference = {}, .pearson = {}};
  for (std::size_t i = 0; i < layout.size(); ++i) {
    out.difference.push_back(difference(pair, i, confidence));
  }
  for (std::size_t place = 0; place <= layout.macro(); ++place) {
    out.pearson.push_back(correlation_test(pair, layout, place));
  }
  return out;
}

std::vector<Comparison> compare(const std::vector<ComparedPair>& pairs, const ComparisonPlan& plan) {
  std::vector<Comparison> out;
  for (const ComparedPair& pair : pairs) {
    out.push_back(compare_alone(pair, plan.confidence));
  }
  for (std::size_t place = 0; !pairs.empty() && place <= pairs.front().measured.size(); ++place) {
    adjust_tests(out, plan.alpha, place);
  }
  return out;
}

std::optional<double> seed_spread(const ArmValues& arm) {
  if (arm.seed_pearson.size() < 2) {
    return std::nullopt;
  }
  return summarize(arm.seed_pearson).sd;
}

std::optional<double> seed_standard_error(const ArmValues& arm) {
  const std::optional<double> sd = seed_spread(arm);
  if (!sd) {
    return std::nullopt;
  }
  return *sd / std::sqrt(static_cast<double>(arm.seed_pearson.size()));
}

std::optional<double> seed_standard_error(const ComparedPair& pair) {
  const std::optional<double> variant = seed_spread(pair.variant), baseline = seed_spread(pair.baseline);
  if (!variant || !baseline) {
    return std::nullopt;
  }
  return std::sqrt(*variant * *variant / static_cast<double>(pair.variant.seed_pearson.size()) +
                   *baseline * *baseline / static_cast<double>(pair.baseline.seed_pearson.size()));
}

}  // namespace cre
