#include "eval/prepared_pairs.h"

#include <limits>
#include <utility>

#include "core/error.h"
#include "statistics/lanes.h"

namespace cre {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

}  // namespace

PreparedPairs::PreparedPairs(PairedValues values)
    : values_(std::move(values)), measured_(values_.measured), predicted_(values_.predicted) {
  if (values_.size() > 0) {
    moments_.emplace(values_.measured, values_.predicted);
  }
}

void DrawnPairs::draw(const PreparedPairs& pairs, std::span<const std::int32_t> row_counts) {
  drawn = gather_counts(pairs.values_, row_counts, counts);
  pairs.measured_.compute(counts, drawn, measured);
}

const MomentMetrics& ResampledPairs::moments() {
  if (!moments_) {
    require(drawn_.counts.size() == pairs_.size(), "all models have the same measured rows");
    moments_ = pairs_.moments_ ? pairs_.moments_->compute(drawn_.counts)
                               : MomentMetrics{.pearson = kUndefined, .mse = kUndefined, .mae = kUndefined};
  }
  return *moments_;
}

double ResampledPairs::spearman() const {
  require(drawn_.counts.size() == pairs_.size(), "all models have the same measured rows");
  if (drawn_.drawn == 0) {
    return kUndefined;
  }
  pairs_.predicted_.compute(drawn_.counts, drawn_.drawn, scratch_);
  return resampled_spearman(pairs_.measured_, drawn_.measured, pairs_.predicted_, scratch_, drawn_.counts);
}

double ResampledPairs::mean_predicted() const {
  const std::vector<double>& predicted = pairs_.values_.predicted;
  const double sum = sum_in_lanes(predicted.size(), [&](std::size_t i) { return drawn_.counts[i] * predicted[i]; });
  return drawn_.drawn > 0 ? sum / static_cast<double>(drawn_.drawn) : kUndefined;
}

}  // namespace cre
