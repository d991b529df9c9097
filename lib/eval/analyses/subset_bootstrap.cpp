#include "eval/analyses/subset_bootstrap.h"

#include <cmath>
#include <cstdint>
#include <utility>

#include "core/progress.h"
#include "statistics/undefined.h"

namespace cre {

namespace {

MomentMetrics computed(const PairedValues& pairs, const ResampledMoments& moments,
                       const std::vector<std::int32_t>& counts) {
  MomentMetrics out = moments.compute(counts);
  if (pairs.size() < kFewestPairs) {
    out.pearson = out.concordance = out.r_squared = out.slope = out.intercept = kUndefined;
  }
  return out;
}

}  // namespace

std::size_t SubsetBootstrap::add(PairedValues pairs) {
  moments_.emplace_back(pairs.measured, pairs.predicted);
  value_.push_back(computed(pairs, moments_.back(), std::vector<std::int32_t>(pairs.size(), 1)));
  pairs_.push_back(std::move(pairs));
  return pairs_.size() - 1;
}

void SubsetBootstrap::run(const ResampleUnits& units, const BootstrapPlan& plan, unsigned threads) {
  replicate_.assign(pairs_.size(), std::vector<MomentMetrics>(plan.resamples));
  if (units.count < kFewestUnits) {
    return;
  }
  Progress progress("bootstrap of strata", plan.resamples, "resamples");
  for_each_resample(units, plan, threads, [&] {
    return [&, counts = std::vector<std::int32_t>{}](std::size_t resample,
                                                     std::span<const std::int32_t> row_counts) mutable {
      for (std::size_t list = 0; list < pairs_.size(); ++list) {
        gather_counts(pairs_[list], row_counts, counts);
        replicate_[list][resample] = computed(pairs_[list], moments_[list], counts);
      }
      progress.advance();
    };
  });
}

std::vector<double> SubsetBootstrap::replicates(std::size_t list, double MomentMetrics::* member) const {
  std::vector<double> out;
  out.reserve(replicate_[list].size());
  for (const MomentMetrics& one : replicate_[list]) {
    out.push_back(one.*member);
  }
  return out;
}

Estimate SubsetBootstrap::estimate(std::size_t list, double MomentMetrics::* member, double confidence) const {
  Estimate out{.value = value_[list].*member, .interval = percentile_interval(replicates(list, member), confidence)};
  if (std::isnan(out.value)) {
    out.why = why_no_correlation(pairs_[list]);
  }
  return out;
}

std::vector<double> mean_replicates(const SubsetBootstrap& bootstrap, std::span<const std::size_t> lists,
                                    double MomentMetrics::* member) {
  std::vector<double> mean;
  for (const std::size_t list : lists) {
    const std::vector<double> one = bootstrap.replicates(list, member);
    mean.resize(one.size(), 0.0);
    for (std::size_t b = 0; b < one.size(); ++b) {
      mean[b] += one[b] / static_cast<double>(lists.size());
    }
  }
  return mean;
}

Estimate mean_estimate(const SubsetBootstrap& bootstrap, std::span<const std::size_t> lists,
                       double MomentMetrics::* member, double confidence) {
  double value = 0.0;
  for (const std::size_t list : lists) {
    value += bootstrap.value(list).*member / static_cast<double>(lists.size());
  }
  return {value, percentile_interval(mean_replicates(bootstrap, lists, member), confidence)};
}

}  // namespace cre
