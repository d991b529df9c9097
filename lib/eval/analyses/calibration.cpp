#include "eval/analyses/calibration.h"

#include <cmath>

#include "statistics/equal_count_bins.h"
#include "statistics/summary.h"
#include "statistics/undefined.h"

namespace cre {

namespace {

/// Rows of the pairs that are in the bin, in their order.
PairedValues pairs_in_bin(const PairedValues& pairs, const Bins& bins, std::uint32_t bin) {
  PairedValues out;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (bins.bin[i] == bin) {
      out.row.push_back(pairs.row[i]);
      out.measured.push_back(pairs.measured[i]);
      out.predicted.push_back(pairs.predicted[i]);
    }
  }
  return out;
}

double spread(const SubsetBootstrap& bootstrap, std::size_t list, double MomentMetrics::* member) {
  return summarize(defined_values(bootstrap.replicates(list, member))).sd;
}

}  // namespace

CalibrationLists::CalibrationLists(const EvalRows& rows, SubsetBootstrap& bootstrap) {
  for (const TaskColumn& task : rows.task) {
    const PairedValues pairs = paired_in_row_order(task.activity, task.predicted);
    const Bins bins = equal_count_bins(pairs.predicted, kCalibrationBins);
    OfTask& of_task = tasks_.emplace_back();
    for (std::uint32_t bin = 0; bin < bins.count; ++bin) {
      of_task.bins.push_back(bootstrap.add(pairs_in_bin(pairs, bins, bin), MomentSet::means));
    }
    of_task.all = bootstrap.add(pairs, MomentSet::correlation);
  }
}

std::vector<TaskCalibration> CalibrationLists::calibration(const SubsetBootstrap& bootstrap, double confidence) const {
  std::vector<TaskCalibration> out;
  for (const OfTask& of_task : tasks_) {
    const PairedValues& all = bootstrap.pairs(of_task.all);
    TaskCalibration& task = out.emplace_back();
    task.expected_error = all.size() == 0 ? kUndefined : 0.0;
    for (const std::size_t list : of_task.bins) {
      const PairedValues& pairs = bootstrap.pairs(list);
      const CalibrationBin bin{
          .n = pairs.size(),
          .mean_predicted = mean(pairs.predicted),
          .mean_measured = mean(pairs.measured),
          .standard_error = pairs.size() < 2 ? kUndefined : spread(bootstrap, list, &MomentMetrics::mean_measured)};
      task.expected_error += std::abs(bin.mean_measured - bin.mean_predicted) * static_cast<double>(bin.n) /
                             static_cast<double>(all.size());
      task.bins.push_back(bin);
    }
    task.slope = bootstrap.estimate(of_task.all, &MomentMetrics::slope, confidence);
    task.intercept = bootstrap.estimate(of_task.all, &MomentMetrics::intercept, confidence);
    task.measured_sd = summarize(all.measured).sd;
    task.good =
        task.slope.value >= 0.9 && task.slope.value <= 1.1 && std::abs(task.intercept.value) < 0.1 * task.measured_sd;
  }
  return out;
}

}  // namespace cre
