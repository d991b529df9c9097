#include "eval/prepared_pairs.h"

#include <cmath>
#include <utility>

#include "core/error.h"
#include "statistics/inverse_variance_weight.h"
#include "statistics/lanes.h"
#include "statistics/prediction_error.h"
#include "statistics/resampled_mean.h"
#include "statistics/undefined.h"
#include "statistics/winsorize.h"

namespace cre {

PreparedPairs::PreparedPairs(PairedValues values, double active_from)
    : values_(std::move(values)),
      measured_(values_.measured),
      predicted_(values_.predicted),
      top_(values_.measured, values_.predicted),
      active_(active_labels(values_.measured, active_from)),
      precision_(active_, values_.predicted) {
  if (values_.size() > 0) {
    prepared_.emplace(
        Prepared{.moments = ResampledMoments(values_.measured, values_.predicted),
                 .winsorized = ResampledMoments(cre::winsorized(values_.measured, kWinsorLow, kWinsorHigh),
                                                cre::winsorized(values_.predicted, kWinsorLow, kWinsorHigh)),
                 .absolute_error = ResampledMedian(absolute_errors(values_.measured, values_.predicted))});
  }
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const double error = values_.predicted[i] - values_.measured[i];
    const double standard_error = values_.standard_error.empty() ? kUndefined : values_.standard_error[i];
    const double scale = values_.scale.empty() ? kUndefined : values_.scale[i];
    squared_error_.push_back(error * error);
    weight_.push_back(std::isnan(standard_error) ? 0.0 : inverse_variance_weight(standard_error));
    standardized_squared_error_.push_back(std::isnan(scale) ? 0.0 : error * error / (scale * scale));
    counted_.push_back(std::isnan(scale) ? 0.0 : 1.0);
  }
}

void DrawnPairs::draw(const PreparedPairs& pairs, std::span<const std::int32_t> row_counts) {
  drawn = gather_counts(pairs.values_, row_counts, counts);
  pairs.measured_.compute(counts, drawn, measured);
}

ResampledPairs::ResampledPairs(const PreparedPairs& pairs, const DrawnPairs& drawn, RankScratch& scratch)
    : pairs_(pairs), drawn_(drawn), scratch_(scratch) {
  require(drawn.counts.size() == pairs.size(), "all models have the same measured rows");
}

const MomentMetrics& ResampledPairs::moments() {
  if (!moments_) {
    moments_ = pairs_.prepared_ ? pairs_.prepared_->moments.compute(drawn_.counts) : MomentMetrics{};
  }
  return *moments_;
}

const RankScratch& ResampledPairs::predicted_ranks() {
  if (!has_ranks_) {
    pairs_.predicted_.compute(drawn_.counts, drawn_.drawn, scratch_);
    has_ranks_ = true;
  }
  return scratch_;
}

double ResampledPairs::spearman() {
  return is_empty() ? kUndefined
                    : resampled_spearman(pairs_.measured_, drawn_.measured, pairs_.predicted_, predicted_ranks(),
                                         drawn_.counts);
}

double ResampledPairs::auroc() {
  return is_empty() ? kUndefined : resampled_auroc(pairs_.active_, pairs_.predicted_, predicted_ranks(), drawn_.counts);
}

double ResampledPairs::average_precision() const {
  return is_empty() ? kUndefined : pairs_.precision_.compute(drawn_.counts);
}

double ResampledPairs::winsorized_pearson() const {
  return pairs_.prepared_ ? pairs_.prepared_->winsorized.compute(drawn_.counts).pearson : kUndefined;
}

double ResampledPairs::median_absolute_error() const {
  return is_empty() ? kUndefined : pairs_.prepared_->absolute_error.compute(drawn_.counts, drawn_.drawn);
}

double ResampledPairs::weighted_mse() const {
  return resampled_weighted_mean(pairs_.squared_error_, pairs_.weight_, drawn_.counts);
}

double ResampledPairs::standardized_mse() const {
  return resampled_weighted_mean(pairs_.standardized_squared_error_, pairs_.counted_, drawn_.counts);
}

double ResampledPairs::top_share(double percent) const {
  return is_empty() ? kUndefined : pairs_.top_.compute(drawn_.counts, drawn_.drawn, percent).share;
}

double ResampledPairs::mean_predicted() const {
  const std::vector<double>& predicted = pairs_.values_.predicted;
  const double sum = sum_in_lanes(predicted.size(), [&](std::size_t i) { return drawn_.counts[i] * predicted[i]; });
  return is_empty() ? kUndefined : sum / static_cast<double>(drawn_.drawn);
}

}  // namespace cre
