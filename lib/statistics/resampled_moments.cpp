#include "statistics/resampled_moments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>

#include "core/error.h"
#include "core/vector_clones.h"
#include "statistics/count_lanes.h"
#include "statistics/counts_to_doubles.h"
#include "statistics/summary.h"

namespace cre {

namespace {

constexpr double kRounding = 1e-12;
constexpr double kLittle = 1e-3;  // what is left of a sum has lost three digits, which one unit at most can cause

constexpr std::size_t kRowsAtOnce = 64;  // whose terms and counts stay in the nearest cache

// As ResampledMoments::Sums, without the first.
constexpr std::size_t kTerms = 7;

/// Of eight resamples, term by term.
struct BatchSums {
  BatchValues of[kTerms]{};
  BatchValues drawn{};
};

/// Row i has counts[row[i]], or counts[i] without `row`.
struct RowCounts {
  const BatchCount* counts;
  const std::uint32_t* row;
  std::size_t rows;
};

/// What some rows add to each sum when they are drawn once.
using Terms = double[kTerms][kRowsAtOnce];

CRE_VECTOR_CLONES
void fill_terms(const double* measured, const double* predicted, double shift, std::size_t rows, Terms& terms) {
  for (std::size_t i = 0; i < rows; ++i) {
    const double x = measured[i];
    const double y = predicted[i];
    const double d = y - x + shift;
    terms[0][i] = x;
    terms[1][i] = y;
    terms[2][i] = x * x;
    terms[3][i] = y * y;
    terms[4][i] = x * y;
    terms[5][i] = d < 0.0 ? -d : d;
    terms[6][i] = d * d;
  }
}

/// Adds the first kCount terms of some rows.
template <std::size_t kCount>
struct AddTerms {
  template <std::size_t kLanes>
  [[gnu::always_inline]] static void run(const double* drawn, const Terms* terms, std::size_t rows, BatchSums* sums) {
    for (std::size_t part = 0; part < kBatch; part += kLanes) {
      lanes::Doubles<kLanes> sum[kCount];
      lanes::Doubles<kLanes> all;
      lanes::load_from(sums->drawn.data() + part, all);
      for (std::size_t k = 0; k < kCount; ++k) {
        lanes::load_from(sums->of[k].data() + part, sum[k]);
      }
      for (std::size_t i = 0; i < rows; ++i) {
        lanes::Doubles<kLanes> count;
        lanes::load_from(drawn + kBatch * i + part, count);
        for (std::size_t k = 0; k < kCount; ++k) {
          sum[k] += count * (*terms)[k][i];
        }
        all += count;
      }
      lanes::store_to(all, sums->drawn.data() + part);
      for (std::size_t k = 0; k < kCount; ++k) {
        lanes::store_to(sum[k], sums->of[k].data() + part);
      }
    }
  }
};

template <std::size_t kCount>
void add_terms(const RowCounts& from, const double* measured, const double* predicted, double shift, BatchSums& sums) {
  Terms terms;
  double drawn[kRowsAtOnce * kBatch];
  BatchCount gathered[kRowsAtOnce];
  for (std::size_t begin = 0; begin < from.rows; begin += kRowsAtOnce) {
    const std::size_t rows = std::min(kRowsAtOnce, from.rows - begin);
    fill_terms(measured + begin, predicted + begin, shift, rows, terms);
    for (std::size_t i = 0; from.row != nullptr && i < rows; ++i) {
      gathered[i] = from.counts[from.row[begin + i]];
    }
    counts_to_doubles(from.row != nullptr ? gathered : from.counts + begin, rows, drawn);
    run_in_registers<AddTerms<kCount>>(drawn, &terms, rows, &sums);
  }
}

/// How the sums that a set needs are made, and how many there are.
struct TermAdder {
  void (*add)(const RowCounts& from, const double* measured, const double* predicted, double shift, BatchSums& sums);
  std::size_t terms;
};

TermAdder adder_of(MomentSet set) {
  switch (set) {
    case MomentSet::means:
      return {add_terms<2>, 2};
    case MomentSet::correlation:
      return {add_terms<5>, 5};
    case MomentSet::correlation_and_mae:
      return {add_terms<6>, 6};
    case MomentSet::all:
      break;
  }
  return {add_terms<kTerms>, kTerms};
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

std::array<MomentMetrics, kBatch> ResampledMoments::compute(const ResampleBatch& batch, MomentSet set) const {
  require(batch.counts.size() == measured_.size(), "every row has a count");
  return computed(batch.counts.data(), nullptr, set);
}

std::array<MomentMetrics, kBatch> ResampledMoments::compute(const ResampleBatch& batch,
                                                            std::span<const std::uint32_t> rows, MomentSet set) const {
  require(rows.size() == measured_.size(), "every row has a count");
  return computed(batch.counts.data(), rows.data(), set);
}

std::array<MomentMetrics, kBatch> ResampledMoments::computed(const BatchCount* counts, const std::uint32_t* row,
                                                             MomentSet set) const {
  const TermAdder adder = adder_of(set);
  BatchSums batch_sums;
  adder.add({counts, row, measured_.size()}, measured_.data(), predicted_.data(), shift_, batch_sums);
  std::array<MomentMetrics, kBatch> out;
  for (std::size_t b = 0; b < kBatch; ++b) {
    Sums sums;
    sums.fill(kUndefined);
    sums[0] = batch_sums.drawn[b];
    for (std::size_t k = 0; k < adder.terms; ++k) {
      sums[k + 1] = batch_sums.of[k][b];
    }
    out[b] = metrics_of(sums);
  }
  return out;
}

MomentMetrics ResampledMoments::of_all() const {
  return compute(every_row_once(measured_.size())).front();
}

MomentMetrics ResampledMoments::metrics_of(const Sums& sums) const {
  const auto [n, x, y, sum_xx, sum_yy, sum_xy, absolute, square] = sums;
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
    const double x = measured_[row];
    const double y = predicted_[row];
    const double d = y - x + shift_;
    const Sums terms = {1.0, x, y, x * x, y * y, x * y, std::abs(d), d * d};
    Sums& sums = unit[unit_of(units, row)];
    std::transform(sums.begin(), sums.end(), terms.begin(), sums.begin(), std::plus<>());
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
  return ResampledMoments(measured, predicted).of_all();
}

}  // namespace cre
