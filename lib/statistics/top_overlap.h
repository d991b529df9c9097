#pragma once
// How many of the most active elements a model puts among its own highest: what counts when elements are picked.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "statistics/drawn_place.h"
#include "statistics/resample_batch.h"
#include "statistics/undefined.h"

namespace cre {

struct TopOverlap {
  double share = kUndefined;       // of the most active elements that are also among the highest predicted, in [0, 1]
  double enrichment = kUndefined;  // share over what chance gives, top / rows
};

/// Measured and predicted activities of n rows, prepared for many resamples.
///
/// The top of a series are its `top` = ceil(percent n / 100) highest values, at least 1. Where equal values straddle
/// its end, each of them belongs to it with probability (places left) / (equal values), in both series independently,
/// and the share is the expectation over such random tie-breaking: sum over rows of P(in measured top) P(in predicted
/// top) / top. So the result depends neither on the order of rows nor on random numbers.
class ResampledTopOverlap {
 public:
  /// `by_measured` and `by_predicted`: the rows by ascending value (ascending_order()).
  ResampledTopOverlap(std::span<const double> measured, std::span<const double> predicted,
                      std::span<const std::uint32_t> by_measured, std::span<const std::uint32_t> by_predicted);

  /// Of each resample of `batch` (n); NaN for one without rows. `percent` in (0, 100]. Walks over the top rows only.
  std::array<TopOverlap, kBatch> compute(const ResampleBatch& batch, double percent) const;
  /// Of every row once.
  TopOverlap of_all(double percent) const;

 private:
  struct Series {
    std::vector<std::uint32_t> position;    // (n) of the value among the distinct ones, highest first
    std::vector<std::uint32_t> descending;  // (n) rows
  };
  /// Of each resample: rows at positions below `position` are in the top, rows at it with probability `share`.
  struct TopEnds {
    std::array<std::uint32_t, kBatch> position{};
    BatchValues share{};
  };
  static Series ordered(std::span<const double> values, std::span<const std::uint32_t> ascending);
  static TopEnds ends_of_top(const Series& series, const ResampleBatch& batch, const BatchPlaces& top);

  Series measured_, predicted_;
};

}  // namespace cre
