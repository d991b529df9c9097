#include "statistics/resampled_moments.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "core/error.h"
#include "statistics/lanes.h"

namespace cre {

namespace {

constexpr double kRounding = 1e-12;

struct WeightedSums {
  Lanes n{}, x{}, y{}, xx{}, yy{}, xy{}, square{}, absolute{};
};

std::vector<double> centred(std::span<const double> values, double mean) {
  std::vector<double> out(values.size());
  std::transform(values.begin(), values.end(), out.begin(), [&](double v) { return v - mean; });
  return out;
}

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

ResampledMoments::ResampledMoments(std::span<const double> measured, std::span<const double> predicted) {
  require(measured.size() == predicted.size() && !measured.empty(), "resampled series have equal lengths, not 0");
  const double mean_measured = mean(measured);
  const double mean_predicted = mean(predicted);
  measured_ = centred(measured, mean_measured);
  predicted_ = centred(predicted, mean_predicted);
  shift_ = mean_predicted - mean_measured;
}

MomentMetrics ResampledMoments::compute(std::span<const std::int32_t> counts) const {
  const std::size_t rows = measured_.size();
  WeightedSums s;
  for_each_in_lanes(rows, [&](std::size_t row, std::size_t lane) {
    const double c = counts[row];
    const double x = measured_[row];
    const double y = predicted_[row];
    const double difference = y - x + shift_;
    const double cx = c * x;
    const double cy = c * y;
    const double cd = c * difference;
    s.n[lane] += c;
    s.x[lane] += cx;
    s.y[lane] += cy;
    s.xx[lane] += cx * x;
    s.yy[lane] += cy * y;
    s.xy[lane] += cx * y;
    s.square[lane] += cd * difference;
    s.absolute[lane] += std::abs(cd);
  });

  const double n = total(s.n);
  const double x = total(s.x);
  const double y = total(s.y);
  const double xx = total(s.xx) - x * x / n;
  const double yy = total(s.yy) - y * y / n;
  const double xy = total(s.xy) - x * y / n;
  const double undefined = std::numeric_limits<double>::quiet_NaN();
  if (n == 0.0) {
    return {undefined, undefined, undefined};
  }
  // A resample of equal values leaves only rounding of the two cancelling terms.
  const bool varies = xx > kRounding * total(s.xx) && yy > kRounding * total(s.yy);
  return {.pearson = varies ? std::clamp(xy / (std::sqrt(xx) * std::sqrt(yy)), -1.0, 1.0) : undefined,
          .mse = total(s.square) / n,
          .mae = total(s.absolute) / n};
}

}  // namespace cre
