#pragma once
// The analyses as tab-separated text, for figures and for readers; "NA" for an absent or undefined value.

#include <string>

#include "eval/analyses/analyses.h"

namespace cre {

/// One row a kind of strata, stratum and task, and "macro".
std::string strata_table(const Analyses& analyses, const EvalRows& rows);
/// One row a measured and a predicted top cell.
std::string confusion_table(const Analyses& analyses, const EvalRows& rows);
std::string cell_pairs_table(const Analyses& analyses, const EvalRows& rows);
/// One row a task and bin.
std::string calibration_table(const Analyses& analyses, const EvalRows& rows);
/// One row a task and bin of the histogram.
std::string residual_histogram_table(const Analyses& analyses, const EvalRows& rows);
/// One row a task and point: normal quantile and residual.
std::string residual_quantiles_table(const Analyses& analyses, const EvalRows& rows);
/// One row a task and point: prediction and smoothed residual.
std::string residual_trend_table(const Analyses& analyses, const EvalRows& rows);
/// One row a task, of all its rows and by strata.
std::string coverage_table(const Analyses& analyses, const EvalRows& rows);
std::string outliers_table(const Analyses& analyses, const EvalRows& rows);

}  // namespace cre
