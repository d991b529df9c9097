#include "statistics/top_overlap.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/error.h"
#include "statistics/ranks.h"

namespace cre {

ResampledTopOverlap::ResampledTopOverlap(std::span<const double> measured, std::span<const double> predicted,
                                         std::span<const std::uint32_t> by_measured,
                                         std::span<const std::uint32_t> by_predicted)
    : measured_(ordered(measured, by_measured)), predicted_(ordered(predicted, by_predicted)) {
  require(measured.size() == predicted.size(), "measured and predicted have equal lengths");
}

ResampledTopOverlap::Series ResampledTopOverlap::ordered(std::span<const double> values,
                                                         std::span<const std::uint32_t> ascending) {
  Series out;
  const DistinctOrder order = distinct_order(values, ascending);
  out.descending.assign(ascending.rbegin(), ascending.rend());
  out.position.resize(values.size());
  std::transform(order.position.begin(), order.position.end(), out.position.begin(),
                 [&](std::uint32_t position) { return order.count - 1 - position; });
  return out;
}

ResampledTopOverlap::TopEnds ResampledTopOverlap::ends_of_top(const Series& series, const ResampleBatch& batch,
                                                              const BatchPlaces& top) {
  const std::array<DrawnPlace, kBatch> places = places_of_drawn(batch, series.descending, top);
  TopEnds ends;
  for (std::size_t b = 0; b < kBatch; ++b) {
    if (batch.drawn[b] == 0) {
      continue;
    }
    const auto drawn_at = [&](std::size_t place) { return std::int64_t{batch.counts[series.descending[place]][b]}; };
    const auto position_at = [&](std::size_t place) { return series.position[series.descending[place]]; };
    const std::uint32_t position = position_at(places[b].place);
    std::size_t first = places[b].place;
    std::int64_t above = places[b].through - drawn_at(first);
    while (first > 0 && position_at(first - 1) == position) {
      above -= drawn_at(--first);
    }
    std::int64_t equal = 0;
    for (std::size_t i = first; i < series.descending.size() && position_at(i) == position; ++i) {
      equal += drawn_at(i);
    }
    ends.position[b] = position;
    ends.share[b] = static_cast<double>(top[b] - above) / static_cast<double>(equal);
  }
  return ends;
}

std::array<TopOverlap, kBatch> ResampledTopOverlap::compute(const ResampleBatch& batch, double percent) const {
  require(batch.counts.size() == measured_.position.size(), "every row has a count");
  require(percent > 0.0 && percent <= 100.0, "a top is more than 0 and at most 100 percent");
  // A product such as .07 * 100 may be above the whole number that it stands for by its rounding.
  constexpr double kRoundingOfTop = 1e-9;
  BatchPlaces top{};
  std::transform(batch.drawn.begin(), batch.drawn.end(), top.begin(), [&](std::int32_t drawn) {
    const double exact = percent * drawn / 100.0;
    return static_cast<std::int64_t>(std::max(1.0, std::ceil(exact - kRoundingOfTop)));
  });
  const TopEnds measured = ends_of_top(measured_, batch, top);
  const TopEnds predicted = ends_of_top(predicted_, batch, top);
  const std::uint32_t last = *std::max_element(measured.position.begin(), measured.position.end());

  BatchValues common{};
  const auto chance = [](std::uint32_t position, const TopEnds& ends, std::size_t b) {
    return position < ends.position[b] ? 1.0 : position == ends.position[b] ? ends.share[b] : 0.0;
  };
  for (const std::uint32_t row : measured_.descending) {
    const std::uint32_t in_measured = measured_.position[row];
    const std::uint32_t in_predicted = predicted_.position[row];
    if (in_measured > last) {
      break;
    }
    const BatchCount& count = batch.counts[row];
    for (std::size_t b = 0; b < kBatch; ++b) {
      common[b] += count[b] * chance(in_measured, measured, b) * chance(in_predicted, predicted, b);
    }
  }
  std::array<TopOverlap, kBatch> out;
  for (std::size_t b = 0; b < kBatch; ++b) {
    if (batch.drawn[b] > 0) {
      const double share = common[b] / static_cast<double>(top[b]);
      out[b] = {share, share * batch.drawn[b] / static_cast<double>(top[b])};
    }
  }
  return out;
}

TopOverlap ResampledTopOverlap::of_all(double percent) const {
  return compute(every_row_once(measured_.position.size()), percent).front();
}

}  // namespace cre
