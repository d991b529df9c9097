#include "eval/metric_replicates.h"

#include <cstdint>
#include <span>
#include <utility>

#include "core/progress.h"
#include "eval/paired_values.h"
#include "statistics/resampled_moments.h"
#include "statistics/resampled_ranks.h"

namespace cre {

namespace {

/// Rank correlation of one pair of series, prepared for many resamples.
struct RankedPairs {
  PairedValues pairs;
  ResampledRanks measured, predicted;

  explicit RankedPairs(PairedValues values)
      : pairs(std::move(values)), measured(pairs.measured), predicted(pairs.predicted) {}
};

/// One task: rank correlation and moments over the same pairs.
struct PreparedTask {
  RankedPairs ranked;
  ResampledMoments moments;

  explicit PreparedTask(PairedValues values)
      : ranked(std::move(values)), moments(ranked.pairs.measured, ranked.pairs.predicted) {}
};

struct Scratch {
  std::vector<std::int32_t> counts;
  RankScratch measured, predicted;
};

double spearman_of_resample(const RankedPairs& ranked, std::uint64_t drawn, Scratch& scratch) {
  ranked.measured.compute(scratch.counts, drawn, scratch.measured);
  ranked.predicted.compute(scratch.counts, drawn, scratch.predicted);
  return resampled_spearman(ranked.measured, scratch.measured, ranked.predicted, scratch.predicted, scratch.counts);
}

MetricReplicates room_for(std::size_t resamples) {
  const std::vector<double> zeros(resamples, 0.0);
  return {zeros, zeros, zeros, zeros};
}

void average_tasks(BootstrapReplicates& replicates, std::size_t resample) {
  const auto tasks = static_cast<double>(replicates.task.size());
  for (const MetricMember& metric : kMetricMembers) {
    double sum = 0.0;
    for (const MetricReplicates& task : replicates.task) {
      sum += (task.*metric.values)[resample];
    }
    (replicates.macro.*metric.values)[resample] = sum / tasks;
  }
}

}  // namespace

BootstrapReplicates bootstrap_metrics(const EvalRows& rows, const MinGaps& gaps, const ResampleUnits& units,
                                      const BootstrapPlan& plan, unsigned threads) {
  std::vector<PreparedTask> tasks;
  for (const TaskColumn& task : rows.task) {
    tasks.emplace_back(paired_values(task.activity, task.predicted));
  }
  const RankedPairs gap(paired_values(gaps.measured, gaps.predicted));

  BootstrapReplicates out;
  out.task.assign(tasks.size(), room_for(plan.resamples));
  out.macro = room_for(plan.resamples);
  out.min_gap_rho.assign(gap.pairs.size() > 0 ? plan.resamples : 0, 0.0);

  Progress progress("bootstrap", plan.resamples, "resamples");
  for_each_resample(units, plan, threads, [&] {
    return [&, scratch = Scratch{}](std::size_t resample, std::span<const std::int32_t> row_counts) mutable {
      for (std::size_t k = 0; k < tasks.size(); ++k) {
        const std::uint64_t drawn = gather_counts(tasks[k].ranked.pairs, row_counts, scratch.counts);
        const MomentMetrics moments = tasks[k].moments.compute(scratch.counts);
        out.task[k].pearson[resample] = moments.pearson;
        out.task[k].spearman[resample] = spearman_of_resample(tasks[k].ranked, drawn, scratch);
        out.task[k].mse[resample] = moments.mse;
        out.task[k].mae[resample] = moments.mae;
      }
      average_tasks(out, resample);
      if (!out.min_gap_rho.empty()) {
        const std::uint64_t drawn = gather_counts(gap.pairs, row_counts, scratch.counts);
        out.min_gap_rho[resample] = spearman_of_resample(gap, drawn, scratch);
      }
      progress.advance();
    };
  });
  return out;
}

}  // namespace cre
