#pragma once
// The compared values of all arms, on all rows and on every resample.

#include <vector>

#include "ablation/prepared_model.h"
#include "statistics/bootstrap.h"

namespace cre {

/// One arm (the baseline or a variant). The model of each seed is evaluated by itself and the values are averaged:
/// what is reported is how good one training is on average, not how good an ensemble of all seeds would be.
struct ArmValues {
  std::vector<double> value;                   // (layout size) on all rows; NaN where undefined
  std::vector<std::vector<double>> replicate;  // (layout size, B)
  std::vector<double> seed_pearson;            // (seeds) macro Pearson of each
};

/// `arms[a]` holds one model a seed, all of the same rows. A resample draws the same rows for every arm, so that
/// differences between arms are paired.
std::vector<ArmValues> compared_values(const std::vector<std::vector<PreparedModel>>& arms,
                                       const ComparedLayout& layout, const ResampleUnits& units,
                                       const BootstrapPlan& plan, unsigned threads);

}  // namespace cre
