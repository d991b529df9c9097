#pragma once
// Every measure of one or several models, on all rows and on every resample.

#include <cstddef>
#include <vector>

#include "eval/prepared_model.h"
#include "statistics/bootstrap.h"

namespace cre {

/// One arm: a model, or the models of one setting with different seeds, on the rows of one set.
struct PreparedArm {
  std::vector<PreparedModel> models;  // one a seed
  std::size_t row_set = 0;            // arms with equal numbers have the same rows
};

/// Values of one arm. The model of each seed is evaluated by itself and the values are averaged: what is reported is
/// how good one training is on average, not how good an ensemble of all seeds would be.
struct ArmValues {
  std::vector<double> value;                   // (layout size) on all rows; NaN where undefined
  std::vector<std::vector<double>> replicate;  // (layout size, B) NaN where undefined, all of it for a single unit
  std::vector<double> seed_pearson;            // (seeds) macro Pearson of each
};

/// `layout` is that of the arms' tasks. A resample draws the same rows for every arm, so that differences between arms
/// of the same rows are paired; an arm that lacks some of the drawn rows has the others. `make_other`: what else is
/// computed from the resamples while they are there.
std::vector<ArmValues> resampled_values(const std::vector<PreparedArm>& arms, const MeasureLayout& layout,
                                        const ResampleUnits& units, const BootstrapPlan& plan, unsigned threads,
                                        const MakeBatchWorker& make_other = {});

/// (B) replicates of the value at `index` of one arm minus those of another.
std::vector<double> replicate_differences(const ArmValues& one, const ArmValues& other, std::size_t index);

}  // namespace cre
