#pragma once
// How well predictions tell active elements from others.

#include <cstdint>
#include <span>
#include <vector>

namespace cre {

/// 1 where the measured activity is at least `cut`, else 0.
std::vector<std::uint8_t> active_labels(std::span<const double> values, double cut);

/// Area under the receiver operating characteristic: the probability that a row with label 1 scores higher than one
/// with label 0, equal scores counted half (Mann-Whitney U over the number of pairs). `label` (n) of 0 and 1, `score`
/// (n). NaN without rows of both labels.
double auroc(std::span<const std::uint8_t> label, std::span<const double> score);

/// Area under the precision-recall curve as average precision: sum over thresholds, from the highest score down, of
/// (recall gained) * precision, rows of equal scores passing at once (average_precision_score of scikit-learn).
/// NaN without a row of label 1.
double average_precision(std::span<const std::uint8_t> label, std::span<const double> score);

}  // namespace cre
