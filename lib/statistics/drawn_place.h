#pragma once
// Where the k-th drawn row of a resample stands in an order of the rows.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "statistics/resample_batch.h"

namespace cre {

/// A number of drawn rows for each resample.
using BatchPlaces = std::array<std::int64_t, kBatch>;

struct DrawnPlace {
  std::size_t place = 0;     // in the order
  std::int64_t through = 0;  // drawn rows from its beginning up to that place, that one included
};

/// The first place in `order` (n rows of the batch) through which at least `wanted` rows were drawn; {n, 0} for a
/// resample that wants less than 1 or has fewer rows.
std::array<DrawnPlace, kBatch> places_of_drawn(const ResampleBatch& batch, std::span<const std::uint32_t> order,
                                               const BatchPlaces& wanted);

}  // namespace cre
