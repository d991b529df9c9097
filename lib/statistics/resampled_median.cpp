#include "statistics/resampled_median.h"

#include <algorithm>
#include <cstddef>

#include "core/error.h"
#include "statistics/ascending_order.h"
#include "statistics/drawn_place.h"

namespace cre {

ResampledMedian::ResampledMedian(std::span<const double> values)
    : row_(ascending_order(values)), value_(values.size()) {
  std::transform(row_.begin(), row_.end(), value_.begin(), [&](std::uint32_t row) { return values[row]; });
}

BatchValues ResampledMedian::compute(const ResampleBatch& batch) const {
  require(batch.counts.size() == row_.size(), "every row has a count");
  // The middle values are number (n + 1) / 2 and n / 2 + 1 of the n drawn ones.
  BatchPlaces lower_number;
  std::transform(batch.drawn.begin(), batch.drawn.end(), lower_number.begin(),
                 [](std::int32_t n) { return (std::int64_t{n} + 1) / 2; });
  const std::array<DrawnPlace, kBatch> lower = places_of_drawn(batch, row_, lower_number);
  BatchValues out = undefined_batch();
  for (std::size_t b = 0; b < kBatch; ++b) {
    if (batch.drawn[b] == 0) {
      continue;
    }
    std::size_t upper = lower[b].place;
    if (lower[b].through < batch.drawn[b] / 2 + 1) {  // then it is the next drawn row
      do {
        ++upper;
      } while (batch.counts[row_[upper]][b] == 0);
    }
    out[b] = 0.5 * (value_[lower[b].place] + value_[upper]);
  }
  return out;
}

}  // namespace cre
