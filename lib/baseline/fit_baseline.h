#pragma once
// Fits the linear model of every task to training rows, its penalty chosen by validation rows.

#include <string>
#include <vector>

#include "baseline/baseline_config.h"
#include "baseline/feature_reader.h"
#include "baseline/penalty_choice.h"
#include "storage/dataset.h"

namespace cre {

struct BaselineFit {
  FeatureReader reader;      // of the features that vary in the training rows
  std::vector<double> mean;  // (P) of the features in the training rows, before the reader's centers are subtracted
  std::vector<double> sd;    // (P)
  std::vector<double> slope = {};               // (P, K) standardized activity by a feature as it is read
  std::vector<double> offset = {};              // (K)
  std::size_t constant_features = 0;            // left out
  std::vector<std::size_t> training_rows = {};  // (K) measured ones
  std::vector<PenaltyPath> paths = {};          // (K)
};

/// Penalty that is multiplied by the squared weights: that of the config times the number of features.
double scaled_penalty(double penalty, std::size_t features);

/// `file` is only named in errors. Throws input when there are no training or no validation rows, or when a task has no
/// measured training row, or none with a weight above 0. Keeps a reference to the dataset.
BaselineFit fit_baseline(const BaselineConfig& config, const Dataset& dataset, const std::string& file,
                         unsigned threads);

}  // namespace cre
