#pragma once
// The simulated reporter assay: noisy activities with matching standard errors.

#include "core/random.h"
#include "simulate/motif_grammar.h"

namespace cre {

/// The threshold of cre-qc's default standard-error rule; good rows stay at or below it.
inline constexpr double kGoodStandardError = 0.5;

/// One measured row, rounded to the four decimals of the table.
struct Measurement {
  TaskValues activity;        // l2fc
  TaskValues standard_error;  // l2fc, in [0.02, 0.49]
};

/// Noise is normal with the row's own standard error, which varies between rows and grows with |activity|.
Measurement measure(const TaskValues& truth, double noise, RandomStream& random);

/// Measures one task with a given standard error.
void measure_task(Measurement& measurement, std::size_t task, double truth, double standard_error,
                  RandomStream& random);

/// activity of the target task minus the largest of the others, from the rounded activities.
double min_gap(const TaskValues& activity, std::size_t target);

}  // namespace cre
