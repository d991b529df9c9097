#pragma once
// Interval of a proportion.

#include <cstddef>

#include "statistics/interval.h"

namespace cre {

/// Wilson's score interval (Wilson 1927) of the proportion of `successes` among `n` independent trials, without
/// continuity correction: (s + z^2/2 -+ z sqrt(s (n - s) / n + z^2/4)) / (n + z^2). NaN for n = 0.
Interval wilson_interval(std::size_t successes, std::size_t n, double confidence);

}  // namespace cre
