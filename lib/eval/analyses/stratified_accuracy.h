#pragma once
// Accuracy within strata: where the model is good, and where it is not.

#include <string>
#include <vector>

#include "eval/analyses/strata.h"
#include "eval/analyses/subset_bootstrap.h"
#include "eval/estimate.h"

namespace cre {

/// One task, or the mean over tasks, within one stratum.
struct StratumAccuracy {
  std::size_t n;  // measured rows; of the mean: rows in the stratum
  Estimate pearson;
  Estimate mae;             // l2fc
  double relative_pearson;  // over the noise ceiling of the stratum; NaN without standard errors, and for the mean
};

struct StratumResult {
  std::string name;
  std::size_t rows;                   // in the stratum, of any task
  std::vector<StratumAccuracy> task;  // (K)
  StratumAccuracy macro;
};

/// Accuracy by one kind of strata.
struct StratifiedAccuracy {
  Strata strata;
  std::vector<StratumResult> results;  // one a stratum
  Estimate delta_r;                    // macro Pearson in the last stratum minus that in the first; quintiles only
  double trend;                        // Spearman's rho of the quintile's number and its macro Pearson; quintiles only
};

/// The lists of a kind of strata: add them all, run the bootstrap, then read.
class StratifiedLists {
 public:
  StratifiedLists(const EvalRows& rows, Strata strata, SubsetBootstrap& bootstrap, unsigned threads);

  StratifiedAccuracy accuracy(const EvalRows& rows, const SubsetBootstrap& bootstrap, double confidence) const;

 private:
  StratumAccuracy of_task(const EvalRows& rows, const SubsetBootstrap& bootstrap, std::size_t stratum, std::size_t task,
                          double confidence) const;

  Strata strata_;
  std::vector<std::vector<std::size_t>> list_;  // (S)(K) number in the bootstrap
};

}  // namespace cre
