#include "eval/analyses/subset_bootstrap.h"

#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/parallel.h"
#include "statistics/undefined.h"

namespace cre {

namespace {

MomentMetrics of_enough(MomentMetrics metrics, const PairedValues& pairs) {
  if (pairs.size() < kFewestPairs) {
    metrics.pearson = metrics.concordance = metrics.r_squared = metrics.slope = metrics.intercept = kUndefined;
  }
  return metrics;
}

}  // namespace

std::size_t SubsetBootstrap::add(PairedValues pairs, MomentSet set) {
  set_.push_back(set);
  pairs_.push_back(std::move(pairs));
  return pairs_.size() - 1;
}

void SubsetBootstrap::prepare(std::size_t resamples, unsigned threads) {
  std::vector<std::optional<ResampledMoments>> moments(pairs_.size());
  value_.resize(pairs_.size());
  parallel_for(pairs_.size(), threads, [&](std::size_t list) {
    moments[list].emplace(pairs_[list].measured, pairs_[list].predicted);
    value_[list] = of_enough(moments[list]->of_all(), pairs_[list]);
  });
  for (std::optional<ResampledMoments>& one : moments) {
    moments_.push_back(std::move(*one));
  }
  replicate_.assign(pairs_.size(), std::vector<MomentMetrics>(resamples));
}

MakeBatchWorker SubsetBootstrap::make_worker() {
  return [this] {
    return [this](std::size_t first, std::size_t count, const ResampleBatch& batch) {
      for (std::size_t list = 0; list < pairs_.size(); ++list) {
        const std::array<MomentMetrics, kBatch> metrics = moments_[list].compute(batch, pairs_[list].row, set_[list]);
        for (std::size_t b = 0; b < count; ++b) {
          replicate_[list][first + b] = of_enough(metrics[b], pairs_[list]);
        }
      }
    };
  };
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
