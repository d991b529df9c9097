#include "statistics/top_overlap.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "core/error.h"

namespace cre {

ResampledTopOverlap::ResampledTopOverlap(std::span<const double> measured, std::span<const double> predicted)
    : measured_(ordered(measured)), predicted_(ordered(predicted)) {
  require(measured.size() == predicted.size(), "measured and predicted have equal lengths");
}

ResampledTopOverlap::Series ResampledTopOverlap::ordered(std::span<const double> values) {
  const DistinctOrder order = distinct_order(values);
  Series out;
  out.position.resize(values.size());
  std::transform(order.position.begin(), order.position.end(), out.position.begin(),
                 [&](std::uint32_t ascending) { return order.count - 1 - ascending; });
  out.descending.resize(values.size());
  std::iota(out.descending.begin(), out.descending.end(), 0U);
  std::stable_sort(out.descending.begin(), out.descending.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return out.position[a] < out.position[b]; });
  return out;
}

ResampledTopOverlap::TopEnd ResampledTopOverlap::end_of_top(const Series& series, std::span<const std::int32_t> counts,
                                                            std::uint64_t top) {
  std::uint64_t above = 0;
  for (std::size_t i = 0; i < series.descending.size();) {
    const std::uint32_t position = series.position[series.descending[i]];
    std::uint64_t equal = 0;
    for (; i < series.descending.size() && series.position[series.descending[i]] == position; ++i) {
      equal += static_cast<std::uint64_t>(counts[series.descending[i]]);
    }
    if (above + equal >= top) {
      return {position, static_cast<double>(top - above) / static_cast<double>(equal)};
    }
    above += equal;
  }
  fail(ErrorKind::internal, "the top has more rows than were drawn");
}

TopOverlap ResampledTopOverlap::compute(std::span<const std::int32_t> counts, std::uint64_t drawn,
                                        double percent) const {
  require(counts.size() == measured_.position.size(), "every row has a count");
  require(percent > 0.0 && percent <= 100.0, "a top is more than 0 and at most 100 percent");
  if (drawn == 0) {
    constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
    return {kNothing, kNothing};
  }
  // A product such as .07 * 100 may be above the whole number that it stands for by its rounding.
  constexpr double kRoundingOfTop = 1e-9;
  const double exact = percent * static_cast<double>(drawn) / 100.0;
  const auto top = static_cast<std::uint64_t>(std::max(1.0, std::ceil(exact - kRoundingOfTop)));
  const TopEnd measured = end_of_top(measured_, counts, top);
  const TopEnd predicted = end_of_top(predicted_, counts, top);
  const auto chance_of = [](std::uint32_t position, const TopEnd& end) {
    return position < end.position ? 1.0 : (position == end.position ? end.share : 0.0);
  };
  double common = 0.0;
  for (const std::uint32_t row : measured_.descending) {
    if (measured_.position[row] > measured.position) {
      break;
    }
    common +=
        counts[row] * chance_of(measured_.position[row], measured) * chance_of(predicted_.position[row], predicted);
  }
  const double share = common / static_cast<double>(top);
  return {share, share * static_cast<double>(drawn) / static_cast<double>(top)};
}

TopOverlap top_overlap(std::span<const double> measured, std::span<const double> predicted, double percent) {
  return ResampledTopOverlap(measured, predicted)
      .compute(std::vector<std::int32_t>(measured.size(), 1), measured.size(), percent);
}

}  // namespace cre
