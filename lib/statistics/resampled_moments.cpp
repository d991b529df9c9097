#include "statistics/resampled_moments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <numeric>

#include "core/error.h"
#include "statistics/summary.h"

namespace cre {

namespace {

constexpr double kRounding = 1e-12;

// Four rows at a time, written down as vectors because the compiler does not find them by itself. The sums are kept in
// four lanes with and without AVX2, and neither version fuses multiply and add, so both give the same bits.
using Four = double __attribute__((vector_size(4 * sizeof(double))));
using FourCounts = std::int32_t __attribute__((vector_size(4 * sizeof(std::int32_t))));

template <class Vector, class Value>
inline void load(Vector& out, const Value* values) {
  std::memcpy(&out, values, sizeof(out));
}

/// Weighted sums over rows: n, x, y, x^2, y^2, x y, d^2, |d| with d = y - x + shift.
struct WeightedSums {
  std::array<double, 8> sum{};
};

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target_clones("avx2", "default")))
#endif
void add_fours(const std::int32_t* counts, const double* measured, const double* predicted, double shift,
               std::size_t fours, WeightedSums& sums) {
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
    sums.sum[i] += (lanes[i][0] + lanes[i][1]) + (lanes[i][2] + lanes[i][3]);
  }
}

void add_row(double c, double x, double y, double shift, WeightedSums& sums) {
  const double d = y - x + shift;
  const std::array<double, 8> terms = {c, c * x, c * y, c * x * x, c * y * y, c * x * y, c * d * d, c * std::abs(d)};
  for (std::size_t i = 0; i < terms.size(); ++i) {
    sums.sum[i] += terms[i];
  }
}

std::vector<double> centred(std::span<const double> values, double mean) {
  std::vector<double> out(values.size());
  std::transform(values.begin(), values.end(), out.begin(), [&](double v) { return v - mean; });
  return out;
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
  require(counts.size() == rows, "every row has a count");
  WeightedSums sums;
  add_fours(counts.data(), measured_.data(), predicted_.data(), shift_, rows / 4, sums);
  for (std::size_t row = rows - rows % 4; row < rows; ++row) {
    add_row(counts[row], measured_[row], predicted_[row], shift_, sums);
  }

  const auto [n, x, y, sum_xx, sum_yy, sum_xy, square, absolute] = sums.sum;
  const double xx = sum_xx - x * x / n;
  const double yy = sum_yy - y * y / n;
  const double xy = sum_xy - x * y / n;
  const double undefined = std::numeric_limits<double>::quiet_NaN();
  if (n == 0.0) {
    return {undefined, undefined, undefined};
  }
  // A resample of equal values leaves only rounding of the two cancelling terms.
  const bool varies = xx > kRounding * sum_xx && yy > kRounding * sum_yy;
  return {.pearson = varies ? std::clamp(xy / (std::sqrt(xx) * std::sqrt(yy)), -1.0, 1.0) : undefined,
          .mse = square / n,
          .mae = absolute / n};
}

}  // namespace cre
