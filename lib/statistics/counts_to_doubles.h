#pragma once
// How often rows were drawn, as numbers to compute with.

#include <cstddef>

#include "statistics/resample_batch.h"

namespace cre {

/// Eight numbers a row, in `out` (8 * rows).
void counts_to_doubles(const BatchCount* counts, std::size_t rows, double* out);

}  // namespace cre
