#pragma once
// Pearson's r, agreement and errors of a resample from weighted sums: one pass over the rows, nothing is copied or
// sorted.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "statistics/resample_batch.h"
#include "statistics/resampling.h"
#include "statistics/undefined.h"

namespace cre {

/// Values of one resample; NaN where undefined. Definitions: correlation.h, concordance.h, prediction_error.h,
/// linear_fit.h.
struct MomentMetrics {
  double pearson = kUndefined;
  double mse = kUndefined;
  double mae = kUndefined;
  double rmse = kUndefined;
  double bias = kUndefined;         // mean of predicted - measured
  double concordance = kUndefined;  // NaN where Pearson's r is
  double r_squared = kUndefined;    // NaN when the measured values are equal up to rounding
  double slope = kUndefined;        // of measured on predicted; NaN when the predicted values are equal up to rounding
  double intercept = kUndefined;
  double mean_measured = kUndefined;
  double mean_predicted = kUndefined;
};

/// What is computed of a resample; the other members of MomentMetrics are NaN. Less costs less.
enum class MomentSet : std::uint8_t {
  means,        // mean_measured, mean_predicted, bias
  correlation,  // these, Pearson's r, concordance, slope and intercept
  correlation_and_mae,
  all,
};

/// Measured and predicted activities of n rows, prepared for many resamples.
class ResampledMoments {
 public:
  ResampledMoments(std::span<const double> measured, std::span<const double> predicted);

  /// Of each resample; `batch` has counts of the n rows. All is NaN for an empty resample; Pearson's r is NaN when the
  /// values of a series are equal up to rounding.
  std::array<MomentMetrics, kBatch> compute(const ResampleBatch& batch, MomentSet set = MomentSet::all) const;
  /// The same where row i here is row rows[i] of the batch.
  std::array<MomentMetrics, kBatch> compute(const ResampleBatch& batch, std::span<const std::uint32_t> rows,
                                            MomentSet set) const;
  /// Of every row once.
  MomentMetrics of_all() const;

  /// The metrics of all rows but those of unit u, for each of the units (of these n rows). O(n + units) from the
  /// differences of sums; a unit that holds nearly all of a sum is computed anew, so that no digits are lost to it.
  std::vector<MomentMetrics> without_each(const ResampleUnits& units) const;

 private:
  /// Weighted sums over rows: n, x, y, x^2, y^2, x y, |d|, d^2 with centred x, y and d = predicted - measured.
  using Sums = std::array<double, 8>;
  std::array<MomentMetrics, kBatch> computed(const BatchCount* counts, const std::uint32_t* row, MomentSet set) const;
  MomentMetrics metrics_of(const Sums& sums) const;
  MomentMetrics computed_anew_without(const ResampleUnits& units, std::uint32_t unit) const;

  // Centred on the full-sample means, so that the sums of squares lose no digits to a large mean.
  std::vector<double> measured_, predicted_;
  double mean_measured_, mean_predicted_;
  double shift_;  // mean predicted - mean measured
};

}  // namespace cre
