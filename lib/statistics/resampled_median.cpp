#include "statistics/resampled_median.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>

#include "core/error.h"

namespace cre {

ResampledMedian::ResampledMedian(std::span<const double> values) : row_(values.size()), value_(values.size()) {
  std::iota(row_.begin(), row_.end(), 0U);
  std::stable_sort(row_.begin(), row_.end(), [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
  std::transform(row_.begin(), row_.end(), value_.begin(), [&](std::uint32_t row) { return values[row]; });
}

double ResampledMedian::compute(std::span<const std::int32_t> counts, std::uint64_t drawn) const {
  require(counts.size() == row_.size(), "every row has a count");
  if (drawn == 0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  // The middle values are number (drawn - 1) / 2 and drawn / 2 of the drawn ones, from 0.
  std::size_t i = 0;
  std::uint64_t passed = static_cast<std::uint64_t>(counts[row_[0]]);
  const auto value_number = [&](std::uint64_t number) {
    while (passed <= number) {
      passed += static_cast<std::uint64_t>(counts[row_[++i]]);
    }
    return value_[i];
  };
  const double lower = value_number((drawn - 1) / 2);
  const double upper = value_number(drawn / 2);
  return 0.5 * (lower + upper);
}

}  // namespace cre
