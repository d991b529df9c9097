#pragma once
// The metrics of every resample, for all tasks from the same drawn rows.

#include <string>
#include <vector>

#include "eval/eval_rows.h"
#include "eval/min_gap.h"
#include "statistics/bootstrap.h"

namespace cre {

/// B replicates of each metric; NaN where undefined in that resample.
struct MetricReplicates {
  std::vector<double> pearson, spearman, mse, mae;
};

/// The four metrics with an interval, by name and place.
struct MetricMember {
  const char* name;
  std::vector<double> MetricReplicates::* values;
};
inline constexpr MetricMember kMetricMembers[] = {{"pearson", &MetricReplicates::pearson},
                                                  {"spearman", &MetricReplicates::spearman},
                                                  {"mse", &MetricReplicates::mse},
                                                  {"mae", &MetricReplicates::mae}};

struct BootstrapReplicates {
  std::vector<MetricReplicates> task;  // (K)
  MetricReplicates macro;              // mean over tasks; NaN when a task is
  std::vector<double> min_gap_rho;     // (B), empty when no minimum gap is defined
};

/// O(B N K) time; nothing is sorted after the first pass.
BootstrapReplicates bootstrap_metrics(const EvalRows& rows, const MinGaps& gaps, const ResampleUnits& units,
                                      const BootstrapPlan& plan, unsigned threads);

}  // namespace cre
