#pragma once
// The top of two series, prepared from nothing but these.

#include <span>

#include "statistics/ascending_order.h"
#include "statistics/top_overlap.h"

namespace cre::testdata {

inline ResampledTopOverlap prepared_top(std::span<const double> measured, std::span<const double> predicted) {
  return {measured, predicted, ascending_order(measured), ascending_order(predicted)};
}

inline TopOverlap top_overlap(std::span<const double> measured, std::span<const double> predicted, double percent) {
  return prepared_top(measured, predicted).of_all(percent);
}

}  // namespace cre::testdata
