#include "eval/analyses/specificity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "statistics/correlation.h"
#include "statistics/summary.h"
#include "statistics/undefined.h"

namespace cre {

namespace {

constexpr std::size_t kNoTop = std::numeric_limits<std::size_t>::max();

/// The place of the largest value; kNoTop when one is NaN or the largest is there twice.
std::size_t top_of(const std::vector<double>& values) {
  std::size_t top = 0;
  bool shared = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) {
      return kNoTop;
    }
    if (i > 0 && values[i] >= values[top]) {
      shared = values[i] == values[top];
      top = i;
    }
  }
  return shared ? kNoTop : top;
}

/// The differences of two columns, NaN where one is.
std::vector<double> differences(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out;
  for (std::size_t row = 0; row < a.size(); ++row) {
    out.push_back(a[row] - b[row]);
  }
  return out;
}

}  // namespace

TopCells top_cells(const EvalRows& rows, double confidence) {
  const std::size_t tasks = rows.task_count();
  TopCells out{.confusion = {}, .accuracy = {}, .majority = kUndefined, .is_right = {}};
  out.is_right.assign(rows.rows(), -1);
  if (tasks < 2) {
    out.without = rows.rows();
    return out;
  }
  out.confusion.assign(tasks, std::vector<std::size_t>(tasks, 0));
  std::size_t right = 0;
  std::vector<std::size_t> of_cell(tasks, 0);  // judged rows by their measured top cell
  std::vector<double> measured(tasks), predicted(tasks);
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    for (std::size_t k = 0; k < tasks; ++k) {
      measured[k] = rows.task[k].activity[row];
      predicted[k] = rows.task[k].predicted[row];
    }
    const std::size_t truth = top_of(measured);
    if (truth == kNoTop) {
      continue;
    }
    ++of_cell[truth];
    const std::size_t answer = top_of(predicted);
    out.is_right[row] = answer == truth ? 1 : 0;
    right += answer == truth ? 1 : 0;
    if (answer == kNoTop) {
      ++out.undecided;
    } else {
      ++out.confusion[truth][answer];
    }
  }
  const std::size_t judged = std::accumulate(of_cell.begin(), of_cell.end(), std::size_t{0});
  out.accuracy = share(right, judged, confidence);
  out.majority = share(*std::max_element(of_cell.begin(), of_cell.end()), judged, confidence).value();
  out.without = rows.rows() - judged;
  return out;
}

CellPairLists::CellPairLists(const EvalRows& rows, SubsetBootstrap& bootstrap) {
  for (std::size_t a = 0; a < rows.task_count(); ++a) {
    for (std::size_t b = a + 1; b < rows.task_count(); ++b) {
      list_.push_back(bootstrap.add(paired_in_row_order(differences(rows.task[a].activity, rows.task[b].activity),
                                                        differences(rows.task[a].predicted, rows.task[b].predicted)),
                                    MomentSet::correlation));
      pairs_.push_back({.a = a, .b = b, .n = 0, .pearson = {}, .spearman = 0.0});
    }
  }
}

std::vector<CellPair> CellPairLists::pairs(const SubsetBootstrap& bootstrap, double confidence) const {
  std::vector<CellPair> out = pairs_;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const PairedValues& values = bootstrap.pairs(list_[i]);
    out[i].n = values.size();
    out[i].pearson = bootstrap.estimate(list_[i], &MomentMetrics::pearson, confidence);
    out[i].spearman = values.size() < kFewestPairs ? kUndefined : spearman(values.measured, values.predicted);
  }
  return out;
}

GapTrend gap_trend(const MinGaps& gaps, const Strata& quintiles, const TopCells& top, double confidence) {
  GapTrend out;
  std::vector<double> predicted;
  std::vector<std::uint32_t> quintile;
  for (std::size_t q = 0; q < quintiles.names.size(); ++q) {
    std::vector<double> of_measured, of_predicted;
    std::size_t right = 0, judged = 0;
    for (std::size_t row = 0; row < gaps.measured.size(); ++row) {
      if (quintiles.stratum_of[0][row] != static_cast<std::int32_t>(q)) {
        continue;
      }
      of_measured.push_back(gaps.measured[row]);
      of_predicted.push_back(gaps.predicted[row]);
      right += top.is_right[row] == 1 ? 1 : 0;
      judged += top.is_right[row] >= 0 ? 1 : 0;
      predicted.push_back(gaps.predicted[row]);
      quintile.push_back(static_cast<std::uint32_t>(q));
    }
    out.top_cell_accuracy.push_back(share(right, judged, confidence));
    out.mean_measured.push_back(mean(of_measured));
    out.mean_predicted.push_back(mean(of_predicted));
  }
  out.rises = jonckheere(predicted, quintile);
  return out;
}

}  // namespace cre
