#include "eval/resampled_values.h"

#include <algorithm>

#include "core/progress.h"
#include "statistics/undefined.h"

namespace cre {

namespace {

/// The mean over an arm's models of their values on all rows; notes each model's macro Pearson.
std::vector<double> values_of_all(const PreparedArm& arm, const MeasureLayout& layout, unsigned threads,
                                  std::vector<double>& seed_pearson) {
  std::vector<double> mean(layout.size(), 0.0);
  for (const PreparedModel& model : arm.models) {
    const std::vector<double> values = model.values(threads);
    seed_pearson.push_back(values[layout.index("pearson", layout.macro())]);
    for (std::size_t i = 0; i < mean.size(); ++i) {
      mean[i] += values[i];
    }
  }
  for (double& value : mean) {
    value /= static_cast<double>(arm.models.size());
  }
  return mean;
}

/// Writes the means over an arm's models on `count` resamples from number `first` on.
void fill_replicates(const PreparedArm& arm, const DrawnRows& drawn, std::size_t first, std::size_t count,
                     std::vector<std::vector<double>>& replicate) {
  std::vector<BatchValues> sum(replicate.size(), BatchValues{});
  for (const PreparedModel& model : arm.models) {
    const std::vector<BatchValues> values = model.values(drawn);
    for (std::size_t i = 0; i < sum.size(); ++i) {
      for (std::size_t b = 0; b < kBatch; ++b) {
        sum[i][b] += values[i][b];
      }
    }
  }
  for (std::size_t i = 0; i < sum.size(); ++i) {
    for (std::size_t b = 0; b < count; ++b) {
      replicate[i][first + b] = sum[i][b] / static_cast<double>(arm.models.size());
    }
  }
}

}  // namespace

std::vector<ArmValues> resampled_values(const std::vector<PreparedArm>& arms, const MeasureLayout& layout,
                                        const ResampleUnits& units, const BootstrapPlan& plan, unsigned threads,
                                        const MakeBatchWorker& make_other) {
  std::vector<ArmValues> out(arms.size());
  std::vector<const PreparedModel*> first_of_set;
  for (std::size_t a = 0; a < arms.size(); ++a) {
    out[a].value = values_of_all(arms[a], layout, threads, out[a].seed_pearson);
    out[a].replicate.assign(layout.size(), std::vector<double>(plan.resamples, kUndefined));
    first_of_set.resize(std::max(first_of_set.size(), arms[a].row_set + 1));
    first_of_set[arms[a].row_set] = &arms[a].models.front();
  }

  Progress progress("bootstrap", plan.resamples, "resamples");
  for_each_batch(units, plan, threads, [&] {
    return [&, drawn = std::vector<DrawnRows>(first_of_set.size()), other = make_other ? make_other() : BatchWorker()](
               std::size_t first, std::size_t count, const ResampleBatch& batch) mutable {
      for (std::size_t set = 0; set < first_of_set.size(); ++set) {
        first_of_set[set]->draw(batch, drawn[set]);
      }
      for (std::size_t a = 0; a < arms.size(); ++a) {
        fill_replicates(arms[a], drawn[arms[a].row_set], first, count, out[a].replicate);
      }
      if (other) {
        other(first, count, batch);
      }
      progress.advance(count);
    };
  });
  return out;
}

std::vector<double> replicate_differences(const ArmValues& one, const ArmValues& other, std::size_t index) {
  std::vector<double> out = one.replicate[index];
  for (std::size_t b = 0; b < out.size(); ++b) {
    out[b] -= other.replicate[index][b];
  }
  return out;
}

}  // namespace cre
