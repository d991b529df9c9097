#pragma once
// Mean and standard deviation of every feature in the training rows.

#include <span>
#include <vector>

#include "baseline/feature_reader.h"

namespace cre {

struct FeatureScale {
  std::vector<double> mean;
  std::vector<double> sd;     // divided by n, as scikit-learn's StandardScaler has it
  std::vector<double> share;  // of rows in which it is not 0
  std::vector<bool> varies;   // false: the same value in every row, of which nothing can be learned
};

/// Of all features of the reader. `rows`: the training rows, at least one.
FeatureScale feature_scale(const FeatureReader& reader, std::span<const std::size_t> rows, unsigned threads);

}  // namespace cre
