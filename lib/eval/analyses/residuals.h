#pragma once
// What the errors look like. A residual is measured minus predicted, l2fc.

#include <string>
#include <vector>

#include "eval/analyses/strata.h"
#include "statistics/breusch_pagan.h"
#include "statistics/histogram.h"
#include "statistics/jonckheere.h"
#include "statistics/residual_shape.h"
#include "statistics/summary.h"

namespace cre {

struct TaskResiduals {
  Summary summary;  // mean, SD, skew
  double kurtosis;  // excess
  Histogram histogram;
  QuantilePlot quantiles;                 // against the normal distribution
  BreuschPaganTest variance;              // does the variance change with the prediction?
  bool variance_flagged;                  // Breusch-Pagan p < .01
  double decile_ratio;                    // variance in the highest tenth of predictions over that in the lowest
  bool decile_ratio_flagged;              // above 2
  std::vector<double> smooth_at, smooth;  // LOESS of the residual on the prediction, at equally spaced predictions
};

/// Do absolute errors rise over ordered strata of one task?
struct ErrorTrend {
  JonckheereTest rises;
  bool flagged;  // not rising: p against "they rise" is .05 or more; false where undefined
};

inline constexpr std::size_t kHistogramBins = 50;
inline constexpr std::size_t kQuantilePoints = 200;
inline constexpr std::size_t kSmoothPoints = 50;
inline constexpr double kSmoothSpan = 0.75;

/// (K)
std::vector<TaskResiduals> residuals(const EvalRows& rows);

/// (K) over strata that are ordered; empty when there are none.
std::vector<ErrorTrend> error_trends(const EvalRows& rows, const Strata& strata);

}  // namespace cre
