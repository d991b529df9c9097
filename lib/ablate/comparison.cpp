#include "ablate/comparison.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>

#include "statistics/fisher.h"
#include "statistics/multiple_testing.h"
#include "statistics/summary.h"

namespace cre {

namespace {

std::vector<double> replicate_differences(const ArmValues& variant, const ArmValues& baseline, std::size_t index) {
  std::vector<double> out = variant.replicate[index];
  for (std::size_t b = 0; b < out.size(); ++b) {
    out[b] -= baseline.replicate[index][b];
  }
  return out;
}

Difference difference(const ComparedPair& pair, std::size_t index, double confidence) {
  const std::vector<double> replicates = replicate_differences(pair.variant, pair.baseline, index);
  std::vector<double> defined;
  std::copy_if(replicates.begin(), replicates.end(), std::back_inserter(defined),
               [](double d) { return !std::isnan(d); });
  return {.value = pair.variant.value[index] - pair.baseline.value[index],
          .interval = percentile_interval(replicates, confidence),
          .standard_error = summarize(defined).sd};
}

/// `tasks`: the tasks whose correlations make up the value at `index`; `test`: its place among the permutation tests.
CorrelationDifference correlation_difference(const ComparedPair& pair, std::size_t index,
                                             const std::vector<std::size_t>& tasks, std::size_t test,
                                             const ComparisonPlan& plan) {
  std::vector<CorrelationPair> correlations;
  for (const std::size_t k : tasks) {
    const auto n = static_cast<double>(pair.measured[k]);
    const std::size_t r = ComparedLayout{pair.measured.size()}.pearson(k);
    correlations.push_back({.a = pair.variant.value[r], .b = pair.baseline.value[r], .n_a = n, .n_b = n});
  }
  const double p = two_sided_p(replicate_differences(pair.variant, pair.baseline, index));
  const double permutation_p =
      pair.permutation_p.empty() ? std::numeric_limits<double>::quiet_NaN() : pair.permutation_p[test];
  return {.difference = difference(pair, index, plan.confidence),
          .p = p,
          .p_adjusted = p,
          .fisher_p = fisher_z_p(correlations),
          .permutation_p = permutation_p,
          .permutation_p_adjusted = permutation_p,
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

/// Adjusts the tests of one metric; `metric` finds it in a comparison.
void adjust_metric(std::vector<Comparison>& comparisons, double alpha,
                   const std::function<CorrelationDifference&(Comparison&)>& metric) {
  adjust(
      comparisons, [&](Comparison& c) { return metric(c).p; },
      [&](Comparison& c) -> double& { return metric(c).p_adjusted; });
  adjust(
      comparisons, [&](Comparison& c) { return metric(c).permutation_p; },
      [&](Comparison& c) -> double& { return metric(c).permutation_p_adjusted; });
  for (Comparison& comparison : comparisons) {
    metric(comparison).significant = metric(comparison).p_adjusted < alpha;
  }
}

}  // namespace

std::vector<Comparison> compare(const std::vector<ComparedPair>& pairs, const ComparisonPlan& plan) {
  std::vector<Comparison> out;
  for (const ComparedPair& pair : pairs) {
    const ComparedLayout layout{pair.measured.size()};
    Comparison& comparison = out.emplace_back();
    comparison.name = pair.name;
    std::vector<std::size_t> all_tasks;
    for (std::size_t k = 0; k < layout.tasks; ++k) {
      all_tasks.push_back(k);
      comparison.pearson.push_back(correlation_difference(pair, layout.pearson(k), {k}, k, plan));
      comparison.mse.push_back(difference(pair, layout.mse(k), plan.confidence));
    }
    comparison.macro_pearson = correlation_difference(pair, layout.macro_pearson(), all_tasks, layout.tasks, plan);
    comparison.macro_mse = difference(pair, layout.macro_mse(), plan.confidence);
    comparison.min_gap_rho = difference(pair, layout.min_gap_rho(), plan.confidence);
    comparison.mean_min_gap = difference(pair, layout.mean_min_gap(), plan.confidence);
  }
  adjust_metric(out, plan.alpha, [](Comparison& c) -> CorrelationDifference& { return c.macro_pearson; });
  for (std::size_t k = 0; !pairs.empty() && k < pairs.front().measured.size(); ++k) {
    adjust_metric(out, plan.alpha, [k](Comparison& c) -> CorrelationDifference& { return c.pearson[k]; });
  }
  return out;
}

std::optional<double> seed_spread(const ArmValues& arm) {
  if (arm.seed_pearson.size() < 2) {
    return std::nullopt;
  }
  return summarize(arm.seed_pearson).sd;
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
