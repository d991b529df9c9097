#pragma once
// Split-conformal prediction intervals (Vovk et al. 2005; Lei et al. 2018): predicted -+ a quantile of the errors on
// rows that the network was not trained on. A new row drawn like those lies in its interval with probability at least
// 1 - alpha, whatever the network and the noise.

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace cre {

/// The rows that intervals are calibrated on: n rows, K tasks, row-major, l2fc.
struct CalibrationRows {
  std::vector<double> measured;  // (n, K) NaN where masked
  std::vector<float> predicted;  // (n, K)
  std::vector<float> spread;     // (n, K) SD over ensemble members; empty for a single model
};

/// Of one task.
struct TaskInterval {
  std::size_t n;    // calibration rows
  double quantile;  // of |measured - predicted| in l2fc, or over (spread + floor) where there is one; infinite with
                    // fewer rows than alpha needs
  double floor;     // mean spread of the calibration rows, l2fc; 0 without one
};

struct PredictionIntervals {
  double alpha;                     // share of rows that may lie outside
  std::string source;               // "dataset": its validation rows; "model": those kept in the model
  std::vector<TaskInterval> tasks;  // (K)
};

PredictionIntervals calibrated_intervals(const CalibrationRows& rows, std::size_t tasks, double alpha,
                                         const std::string& source);

/// (N, K) ends of the intervals; NaN for a task without.
struct IntervalEnds {
  std::vector<float> low, high;
};

/// `predicted` (N, K); `spread` (N, K), or empty as it was when calibrating.
IntervalEnds interval_ends(const PredictionIntervals& intervals, const std::vector<float>& predicted,
                           const std::vector<float>& spread);

/// {"alpha", "source", "per_task": {NAME: {"n", "quantile", "floor"}}}
nlohmann::ordered_json intervals_json(const PredictionIntervals& intervals, const std::vector<std::string>& tasks);

}  // namespace cre
