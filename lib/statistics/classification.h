#pragma once
// How well predictions tell active elements from others.

#include <cstdint>
#include <span>
#include <vector>

#include "statistics/ranks.h"
#include "statistics/resampled_ranks.h"

namespace cre {

/// 1 where the measured activity is at least `cut`, else 0.
std::vector<std::uint8_t> active_labels(std::span<const double> values, double cut);

/// Area under the receiver operating characteristic: the probability that a row with label 1 scores higher than one
/// with label 0, equal scores counted half (Mann-Whitney U over the number of pairs). `label` (n) of 0 and 1, `score`
/// (n). NaN without rows of both labels.
double auroc(std::span<const std::uint8_t> label, std::span<const double> score);

/// The same of a resample with `counts` (n), from the ranks of its scores.
double resampled_auroc(std::span<const std::uint8_t> label, const ResampledRanks& score, const RankScratch& score_ranks,
                       std::span<const std::int32_t> counts);

/// Area under the precision-recall curve as average precision: sum over thresholds, from the highest score down, of
/// (recall gained) * precision, rows of equal scores passing at once (average_precision_score of scikit-learn).
/// Prepared for many resamples.
class ResampledPrecision {
 public:
  ResampledPrecision(std::span<const std::uint8_t> label, std::span<const double> score);

  /// Of the resample with `counts` (n); NaN without a row of label 1.
  double compute(std::span<const std::int32_t> counts) const;

 private:
  std::vector<std::uint8_t> label_;
  DistinctOrder order_;
};

/// Of the rows as they are.
double average_precision(std::span<const std::uint8_t> label, std::span<const double> score);

}  // namespace cre
