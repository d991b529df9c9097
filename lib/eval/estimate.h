#pragma once

#include "statistics/interval.h"

namespace cre {

/// A measure on all rows and its bootstrap interval; NaN where undefined.
struct Estimate {
  double value;
  Interval interval;
};

}  // namespace cre
