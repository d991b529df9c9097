#include "ablation/comparison.h"

#include <functional>

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

Difference difference(const ArmValues& variant, const ArmValues& baseline, std::size_t index, double confidence) {
  return {variant.value[index] - baseline.value[index],
          percentile_interval(replicate_differences(variant, baseline, index), confidence)};
}

/// `tasks`: the tasks whose correlations make up the value at `index`.
CorrelationDifference correlation_difference(const ArmValues& variant, const ArmValues& baseline, std::size_t index,
                                             const std::vector<std::size_t>& tasks, const ComparisonPlan& plan) {
  std::vector<CorrelationPair> pairs;
  for (const std::size_t k : tasks) {
    const auto n = static_cast<double>(plan.measured[k]);
    const std::size_t r = ComparedLayout{plan.measured.size()}.pearson(k);
    pairs.push_back({.a = variant.value[r], .b = baseline.value[r], .n_a = n, .n_b = n});
  }
  const double p = two_sided_p(replicate_differences(variant, baseline, index));
  return {.difference = difference(variant, baseline, index, plan.confidence),
          .p = p,
          .p_adjusted = p,
          .fisher_p = fisher_z_p(pairs),
          .significant = false};
}

/// Adjusts one metric over all variants; `metric` finds it in a comparison.
void adjust(std::vector<Comparison>& comparisons, double alpha,
            const std::function<CorrelationDifference&(Comparison&)>& metric) {
  std::vector<double> p_values;
  for (Comparison& comparison : comparisons) {
    p_values.push_back(metric(comparison).p);
  }
  const std::vector<double> adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    metric(comparisons[i]).p_adjusted = adjusted[i];
    metric(comparisons[i]).significant = adjusted[i] < alpha;
  }
}

}  // namespace

std::vector<Comparison> compare(const ArmValues& baseline, const std::vector<ArmValues>& variants,
                                const std::vector<std::string>& names, const ComparisonPlan& plan) {
  const ComparedLayout layout{plan.measured.size()};
  std::vector<Comparison> out;
  for (std::size_t v = 0; v < variants.size(); ++v) {
    const ArmValues& variant = variants[v];
    Comparison& comparison = out.emplace_back();
    comparison.name = names[v];
    std::vector<std::size_t> all_tasks;
    for (std::size_t k = 0; k < layout.tasks; ++k) {
      all_tasks.push_back(k);
      comparison.pearson.push_back(correlation_difference(variant, baseline, layout.pearson(k), {k}, plan));
      comparison.mse.push_back(difference(variant, baseline, layout.mse(k), plan.confidence));
    }
    comparison.macro_pearson = correlation_difference(variant, baseline, layout.macro_pearson(), all_tasks, plan);
    comparison.macro_mse = difference(variant, baseline, layout.macro_mse(), plan.confidence);
    comparison.min_gap_rho = difference(variant, baseline, layout.min_gap_rho(), plan.confidence);
    comparison.mean_min_gap = difference(variant, baseline, layout.mean_min_gap(), plan.confidence);
  }
  adjust(out, plan.alpha, [](Comparison& c) -> CorrelationDifference& { return c.macro_pearson; });
  for (std::size_t k = 0; k < layout.tasks; ++k) {
    adjust(out, plan.alpha, [k](Comparison& c) -> CorrelationDifference& { return c.pearson[k]; });
  }
  return out;
}

std::optional<double> seed_spread(const ArmValues& arm) {
  if (arm.seed_pearson.size() < 2) {
    return std::nullopt;
  }
  return summarize(arm.seed_pearson).sd;
}

}  // namespace cre
