#include "statistics/resampled_moments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <functional>

#include "core/error.h"
#include "statistics/summary.h"

namespace cre {

namespace {

constexpr double kRounding = 1e-12;
constexpr double kLittle = 1e-3;  // what is left of a sum has lost three digits, which one unit at most can cause

// Four rows at a time, written down as vectors because the compiler does not find them by itself. The sums are kept in
// four lanes with and without AVX2, and neither version fuses multiply and add, so both give the same bits.
using Four = double __attribute__((vector_size(4 * sizeof(double))));
using FourCounts = std::int32_t __attribute__((vector_size(4 * sizeof(std::int32_t))));

template <class Vector, class Value>
inline void load(Vector& out, const Value* values) {
  std::memcpy(&out, values, sizeof(out));
}

// As ResampledMoments::Sums.
using MomentSums = std::array<double, 8>;

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target_clones("avx2", "default")))
#endif
void add_fours(const std::int32_t* counts, const double* measured, const double* predicted, double shift,
               std::size_t fours, MomentSums& sums) {
  std::array<Four, 8> lanes{};
  for (std::size_t row = 0; row < 4 * fours; row += 4) {
    FourCounts count;
    Four x;
    Four y;
    load(count, counts + row);
    load(x, measured + row);
    load(y, predicted + row);
    const Four c = __builtin_convertvector(count, Four);
    const Four d = y - x + shift;
    const Four cx = c * x;
    const Four cy = c * y;
    const Four cd = c * d;
    lanes[0] += c;
    lanes[1] += cx;
    lanes[2] += cy;
    lanes[3] += cx * x;
    lanes[4] += cy * y;
    lanes[5] += cx * y;
    lanes[6] += cd * d;
    lanes[7] += d < 0.0 ? -cd : cd;
  }
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    sums[i] += (lanes[i][0] + lanes[i][1]) + (lanes[i][2] + lanes[i][3]);
  }
}

void add_row(double c, double x, double y, double shift, MomentSums& sums) {
  const double d = y - x + shift;
  const std::array<double, 8> terms = {c, c * x, c * y, c * x * x, c * y * y, c * x * y, c * d * d, c * std::abs(d)};
  for (std::size_t i = 0; i < terms.size(); ++i) {
    sums[i] += terms[i];
  }
}

std::vector<double> centred(std::span<const double> values, double mean) {
  std::vector<double> out(values.size());
  std::transform(values.begin(), values.end(), out.begin(), [&](double v) { return v - mean; });
  return out;
}

}  // namespace

ResampledMoments::ResampledMoments(std::span<const double> measured, std::span<const double> predicted) {
  require(measured.size() == predicted.size(), "resampled series have equal lengths");
  mean_measured_ = mean(measured);
  mean_predicted_ = mean(predicted);
  measured_ = centred(measured, mean_measured_);
  predicted_ = centred(predicted, mean_predicted_);
  shift_ = mean_predicted_ - mean_measured_;
}

MomentMetrics ResampledMoments::compute(std::span<const std::int32_t> counts) const {
  const std::size_t rows = measured_.size();
  require(counts.size() == rows, "every row has a count");
  Sums sums{};
  add_fours(counts.data(), measured_.data(), predicted_.data(), shift_, rows / 4, sums);
  for (std::size_t row = rows - rows % 4; row < rows; ++row) {
    add_row(counts[row], measured_[row], predicted_[row], shift_, sums);
  }
  return metrics_of(sums);
}

MomentMetrics ResampledMoments::metrics_of(const Sums& sums) const {
  const auto [n, x, y, sum_xx, sum_yy, sum_xy, square, absolute] = sums;
  const double xx = sum_xx - x * x / n;
  const double yy = sum_yy - y * y / n;
  const double xy = sum_xy - x * y / n;
  MomentMetrics out;
  if (n == 0.0) {
    return out;
  }
  out.mse = square / n;
  out.mae = absolute / n;
  out.mean_measured = mean_measured_ + x / n;
  out.mean_predicted = mean_predicted_ + y / n;
  out.rmse = std::sqrt(out.mse);
  out.bias = (y - x) / n + shift_;
  // A resample of equal values leaves only rounding of the two cancelling terms.
  const bool x_varies = xx > kRounding * sum_xx;
  const bool y_varies = yy > kRounding * sum_yy;
  if (x_varies && y_varies) {
    out.pearson = std::clamp(xy / (std::sqrt(xx) * std::sqrt(yy)), -1.0, 1.0);
    out.concordance = 2.0 * xy / (xx + yy + n * out.bias * out.bias);
  }
  if (x_varies) {
    out.r_squared = 1.0 - square / xx;
  }
  if (y_varies) {
    out.slope = xy / yy;
    out.intercept = out.mean_measured - out.slope * out.mean_predicted;
  }
  return out;
}

std::vector<MomentMetrics> ResampledMoments::without_each(const ResampleUnits& units) const {
  const std::size_t rows = measured_.size();
  require(units.rows == rows, "units are those of the resampled rows");
  std::vector<Sums> unit(units.count);
  for (std::size_t row = 0; row < rows; ++row) {
    add_row(1.0, measured_[row], predicted_[row], shift_, unit[unit_of(units, row)]);
  }
  Sums all{};
  for (const Sums& sums : unit) {
    std::transform(all.begin(), all.end(), sums.begin(), all.begin(), std::plus<>());
  }

  std::vector<MomentMetrics> out(unit.size());
  for (std::uint32_t u = 0; u < units.count; ++u) {
    Sums left;
    std::transform(all.begin(), all.end(), unit[u].begin(), left.begin(), std::minus<>());
    const auto little = [&](double part, std::size_t sum) { return part < kLittle * all[sum]; };
    const bool imprecise =
        left[0] > 0.0 && (little(left[3] - left[1] * left[1] / left[0], 3) ||
                          little(left[4] - left[2] * left[2] / left[0], 4) || little(left[6], 6) || little(left[7], 7));
    out[u] = imprecise ? computed_anew_without(units, u) : metrics_of(left);
  }
  return out;
}

MomentMetrics ResampledMoments::computed_anew_without(const ResampleUnits& units, std::uint32_t unit) const {
  std::vector<double> measured;
  std::vector<double> predicted;
  for (std::size_t row = 0; row < measured_.size(); ++row) {
    if (unit_of(units, row) != unit) {
      measured.push_back(measured_[row] + mean_measured_);
      predicted.push_back(predicted_[row] + mean_predicted_);
    }
  }
  return ResampledMoments(measured, predicted).compute(std::vector<std::int32_t>(measured.size(), 1));
}

}  // namespace cre
