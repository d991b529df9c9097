#include "eval/prepared_pairs.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "statistics/classification.h"
#include "statistics/inverse_variance_weight.h"
#include "statistics/prediction_error.h"
#include "statistics/resampled_mean.h"
#include "statistics/undefined.h"
#include "statistics/winsorize.h"

namespace cre {

namespace {

template <class Result>
BatchValues values_of(const std::array<Result, kBatch>& results, double Result::* member) {
  BatchValues out;
  for (std::size_t b = 0; b < kBatch; ++b) {
    out[b] = results[b].*member;
  }
  return out;
}

}  // namespace

PreparedPairs::PreparedPairs(PairedValues values, double active_from)
    : values_(std::move(values)),
      measured_(values_.measured),
      predicted_(values_.predicted),
      top_(values_.measured, values_.predicted, measured_.order(), predicted_.order()),
      active_(active_labels(values_.measured, active_from)) {
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
    squared_error_.push_back(error * error);
    weight_.push_back(std::isnan(standard_error) ? 0.0 : inverse_variance_weight(standard_error));
  }
  const auto others = [&](double scale) { return scale != values_.scale.front(); };  // or it is NaN
  if (!values_.scale.empty() && std::none_of(values_.scale.begin(), values_.scale.end(), others)) {
    scale_ = values_.scale.front();
    return;
  }
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const double scale = values_.scale.empty() ? kUndefined : values_.scale[i];
    standardized_squared_error_.push_back(std::isnan(scale) ? 0.0 : squared_error_[i] / (scale * scale));
    counted_.push_back(std::isnan(scale) ? 0.0 : 1.0);
  }
}

void DrawnPairs::draw(const PreparedPairs& pairs, const ResampleBatch& rows) {
  gather_rows(rows, pairs.values_.row, batch);
  pairs.measured_.compute(batch, measured);
}

ResampledPairs::ResampledPairs(const PreparedPairs& pairs, const DrawnPairs& drawn) : pairs_(pairs), drawn_(drawn) {
  require(drawn.batch.counts.size() == pairs.size(), "all models have the same measured rows");
}

BatchValues ResampledPairs::moment(double MomentMetrics::* member) {
  if (!moments_) {
    moments_ = pairs_.prepared_ ? pairs_.prepared_->moments.compute(drawn_.batch) : std::array<MomentMetrics, kBatch>{};
  }
  return values_of(*moments_, member);
}

const ScoreMeasures& ResampledPairs::score_measures() {
  if (!scores_) {
    scores_ = pairs_.predicted_.measures(drawn_.batch, drawn_.measured, pairs_.active_);
  }
  return *scores_;
}

BatchValues ResampledPairs::winsorized_pearson() const {
  return pairs_.prepared_ ? values_of(pairs_.prepared_->winsorized.compute(drawn_.batch, MomentSet::correlation),
                                      &MomentMetrics::pearson)
                          : undefined_batch();
}

BatchValues ResampledPairs::median_absolute_error() const {
  return pairs_.prepared_ ? pairs_.prepared_->absolute_error.compute(drawn_.batch) : undefined_batch();
}

BatchValues ResampledPairs::weighted_mse() const {
  return resampled_weighted_mean(pairs_.squared_error_, pairs_.weight_, drawn_.batch);
}

BatchValues ResampledPairs::standardized_mse() {
  if (pairs_.scale_) {
    BatchValues mse = moment(&MomentMetrics::mse);
    for (double& value : mse) {
      value /= *pairs_.scale_ * *pairs_.scale_;
    }
    return mse;
  }
  return resampled_weighted_mean(pairs_.standardized_squared_error_, pairs_.counted_, drawn_.batch);
}

BatchValues ResampledPairs::top_share(double percent) const {
  return values_of(pairs_.top_.compute(drawn_.batch, percent), &TopOverlap::share);
}

}  // namespace cre
