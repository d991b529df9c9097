#pragma once
// How many of the most active elements a model puts among its own highest: what counts when elements are picked.

#include <cstdint>
#include <span>
#include <vector>

#include "statistics/ranks.h"

namespace cre {

struct TopOverlap {
  double share;       // of the most active elements that are also among the highest predicted, in [0, 1]
  double enrichment;  // share over what chance gives, top / rows
};

/// Measured and predicted activities of n rows, prepared for many resamples.
///
/// The top of a series are its `top` = ceil(percent n / 100) highest values, at least 1. Where equal values straddle
/// its end, each of them belongs to it with probability (places left) / (equal values), in both series independently,
/// and the share is the expectation over such random tie-breaking: sum over rows of P(in measured top) P(in predicted
/// top) / top. So the result depends neither on the order of rows nor on random numbers.
class ResampledTopOverlap {
 public:
  ResampledTopOverlap(std::span<const double> measured, std::span<const double> predicted);

  /// Of the resample with `counts` (n) that draws `drawn` rows in total; NaN when that is 0. `percent` in (0, 100].
  /// Walks over the top rows only.
  TopOverlap compute(std::span<const std::int32_t> counts, std::uint64_t drawn, double percent) const;

 private:
  struct Series {
    std::vector<std::uint32_t> position;    // (n) of the value among the distinct ones, highest first
    std::vector<std::uint32_t> descending;  // (n) rows
  };
  /// Rows at positions below `position` are in the top, rows at it with probability `share`.
  struct TopEnd {
    std::uint32_t position;
    double share;
  };
  static Series ordered(std::span<const double> values);
  static TopEnd end_of_top(const Series& series, std::span<const std::int32_t> counts, std::uint64_t top);

  Series measured_, predicted_;
};

/// Of the rows as they are; NaN for none.
TopOverlap top_overlap(std::span<const double> measured, std::span<const double> predicted, double percent);

}  // namespace cre
