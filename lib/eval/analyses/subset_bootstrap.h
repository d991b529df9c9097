#pragma once
// Many short lists of pairs (strata, bins, pairs of cells), their moments on all rows and in every resample. Each
// resample is drawn once for all lists, and it is the one that the measures of the whole split see.

#include <cstddef>
#include <span>
#include <vector>

#include "eval/estimate.h"
#include "eval/paired_values.h"
#include "statistics/bootstrap.h"
#include "statistics/resampled_moments.h"

namespace cre {

class SubsetBootstrap {
 public:
  /// Returns the number of the list. Its pairs name rows of the evaluated ones; `set` is what resamples tell of it.
  std::size_t add(PairedValues pairs, MomentSet set);

  /// Computes the moments of the lists on all rows; once, after the last one was added.
  void prepare(std::size_t resamples, unsigned threads);
  /// After prepare(): computes them in resamples of the evaluated rows.
  MakeBatchWorker make_worker();

  const PairedValues& pairs(std::size_t list) const { return pairs_[list]; }
  /// After prepare().
  const MomentMetrics& value(std::size_t list) const { return value_[list]; }
  /// (B) of one member; NaN where a resample was not run.
  std::vector<double> replicates(std::size_t list, double MomentMetrics::* member) const;
  Estimate estimate(std::size_t list, double MomentMetrics::* member, double confidence) const;

 private:
  std::vector<PairedValues> pairs_;
  std::vector<MomentSet> set_;
  std::vector<ResampledMoments> moments_;
  std::vector<MomentMetrics> value_;
  std::vector<std::vector<MomentMetrics>> replicate_;  // (lists)(B)
};

/// The mean over `lists` of one member, with the interval of that mean; undefined where one of them is.
Estimate mean_estimate(const SubsetBootstrap& bootstrap, std::span<const std::size_t> lists,
                       double MomentMetrics::* member, double confidence);

/// (B) that mean in every resample.
std::vector<double> mean_replicates(const SubsetBootstrap& bootstrap, std::span<const std::size_t> lists,
                                    double MomentMetrics::* member);

}  // namespace cre
