#pragma once
// Does a predicted activity of x mean a measured one of x, on average?

#include <cstddef>
#include <vector>

#include "eval/analyses/subset_bootstrap.h"
#include "eval/eval_rows.h"

namespace cre {

/// Rows of similar predictions.
struct CalibrationBin {
  std::size_t n;
  double mean_predicted, mean_measured;  // l2fc
  double standard_error;                 // of the mean measured: SD over resamples; NaN for a single row
};

struct TaskCalibration {
  std::vector<CalibrationBin> bins;  // by ascending prediction
  Estimate slope, intercept;         // of y on p, least squares; intervals from the resamples
  double measured_sd;                // of y, n - 1
  double expected_error;             // mean over rows of abs(mean measured - mean predicted) of their bin, l2fc
  bool good;                         // slope in [.9, 1.1] and abs(intercept) < .1 sd(y)
};

inline constexpr std::uint32_t kCalibrationBins = 10;

/// The lists of all tasks: add them, run the bootstrap, then read.
class CalibrationLists {
 public:
  CalibrationLists(const EvalRows& rows, SubsetBootstrap& bootstrap);
  std::vector<TaskCalibration> calibration(const SubsetBootstrap& bootstrap, double confidence) const;

 private:
  struct OfTask {
    std::size_t all;                // number of the list of all its rows
    std::vector<std::size_t> bins;  // likewise of each bin
  };
  std::vector<OfTask> tasks_;
};

}  // namespace cre
