#pragma once
// Does the model know in which cells an element is active? What Pearson's r cell by cell hides.

#include <cstddef>
#include <string>
#include <vector>

#include "eval/analyses/share.h"
#include "eval/analyses/strata.h"
#include "eval/analyses/subset_bootstrap.h"
#include "statistics/jonckheere.h"

namespace cre {

/// The cell with the highest measured activity and the one with the highest predicted, over the rows in which all tasks
/// are measured. Rows in which two cells share the highest measurement have no top cell; where two share the highest
/// prediction, the model has not decided and is not right.
struct TopCells {
  std::vector<std::vector<std::size_t>> confusion;  // (K)(K) rows: measured, columns: predicted; empty for K = 1
  Share accuracy;
  double majority;                     // accuracy of always naming the most frequent measured cell
  std::size_t undecided = 0;           // of the judged rows: two cells share the highest prediction
  std::size_t without = 0;             // rows in which a task is not measured, or the top is shared
  std::vector<std::int32_t> is_right;  // (N) 1, 0, or -1 for rows without
};

TopCells top_cells(const EvalRows& rows, double confidence);

/// Correlation of y_a - y_b with p_a - p_b.
struct CellPair {
  std::size_t a, b;
  std::size_t n;
  Estimate pearson;
  double spearman;
};

/// All pairs of tasks.
class CellPairLists {
 public:
  CellPairLists(const EvalRows& rows, SubsetBootstrap& bootstrap);
  std::vector<CellPair> pairs(const SubsetBootstrap& bootstrap, double confidence) const;

 private:
  std::vector<CellPair> pairs_;    // without their numbers
  std::vector<std::size_t> list_;  // likewise
};

/// The minimum gap by quintiles of its measured values.
struct GapTrend {
  std::vector<Share> top_cell_accuracy;  // one a quintile
  std::vector<double> mean_measured;     // likewise, l2fc
  std::vector<double> mean_predicted;
  JonckheereTest rises;  // do predicted gaps rise with the quintile?
};

GapTrend gap_trend(const MinGaps& gaps, const Strata& quintiles, const TopCells& top, double confidence);

}  // namespace cre
