#include "eval/resampled_values.h"

#include <algorithm>
#include <span>

#include "core/progress.h"
#include "statistics/undefined.h"

namespace cre {

namespace {

/// Mean over the models of value(model), a list of `size` values.
template <class Values>
std::vector<double> mean_over_seeds(const std::vector<PreparedModel>& models, std::size_t size, Values values) {
  std::vector<double> mean(size, 0.0);
  for (const PreparedModel& model : models) {
    const std::vector<double> one = values(model);
    for (std::size_t i = 0; i < size; ++i) {
      mean[i] += one[i];
    }
  }
  for (double& value : mean) {
    value /= static_cast<double>(models.size());
  }
  return mean;
}

}  // namespace

std::vector<ArmValues> resampled_values(const std::vector<PreparedArm>& arms, const MeasureLayout& layout,
                                        const ResampleUnits& units, const BootstrapPlan& plan, unsigned threads) {
  std::vector<ArmValues> out(arms.size());
  const std::size_t macro_pearson = layout.index("pearson", layout.macro());
  std::vector<const PreparedModel*> first_of_set;
  for (std::size_t a = 0; a < arms.size(); ++a) {
    out[a].value = mean_over_seeds(arms[a].models, layout.size(), [&](const PreparedModel& model) {
      std::vector<double> values = model.values();
      out[a].seed_pearson.push_back(values[macro_pearson]);
      return values;
    });
    out[a].replicate.assign(layout.size(), std::vector<double>(plan.resamples, kUndefined));
    first_of_set.resize(std::max(first_of_set.size(), arms[a].row_set + 1));
    first_of_set[arms[a].row_set] = &arms[a].models.front();
  }

  if (units.count < kFewestUnits) {
    return out;
  }
  Progress progress("bootstrap", plan.resamples, "resamples");
  for_each_resample(units, plan, threads, [&] {
    return [&, drawn = std::vector<DrawnRows>(first_of_set.size())](std::size_t resample,
                                                                    std::span<const std::int32_t> row_counts) mutable {
      for (std::size_t set = 0; set < first_of_set.size(); ++set) {
        first_of_set[set]->draw(row_counts, drawn[set]);
      }
      for (std::size_t a = 0; a < arms.size(); ++a) {
        const std::vector<double> values =
            mean_over_seeds(arms[a].models, layout.size(),
                            [&](const PreparedModel& model) { return model.values(drawn[arms[a].row_set]); });
        for (std::size_t i = 0; i < layout.size(); ++i) {
          out[a].replicate[i][resample] = values[i];
        }
      }
      progress.advance();
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
