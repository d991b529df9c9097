#include "ablation/compared_values.h"

#include <span>

#include "core/progress.h"

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

std::vector<ArmValues> compared_values(const std::vector<std::vector<PreparedModel>>& arms,
                                       const ComparedLayout& layout, const ResampleUnits& units,
                                       const BootstrapPlan& plan, unsigned threads) {
  std::vector<ArmValues> out(arms.size());
  for (std::size_t a = 0; a < arms.size(); ++a) {
    out[a].value = mean_over_seeds(arms[a], layout.size(), [&](const PreparedModel& model) {
      std::vector<double> values = model.values();
      out[a].seed_pearson.push_back(values[layout.macro_pearson()]);
      return values;
    });
    out[a].replicate.assign(layout.size(), std::vector<double>(plan.resamples));
  }

  Progress progress("bootstrap", plan.resamples, "resamples");
  for_each_resample(units, plan, threads, [&] {
    return [&, drawn = DrawnPairs{}](std::size_t resample, std::span<const std::int32_t> row_counts) mutable {
      arms.front().front().count_pairs(row_counts, drawn);
      for (std::size_t a = 0; a < arms.size(); ++a) {
        const std::vector<double> values =
            mean_over_seeds(arms[a], layout.size(), [&](const PreparedModel& model) { return model.values(drawn); });
        for (std::size_t i = 0; i < layout.size(); ++i) {
          out[a].replicate[i][resample] = values[i];
        }
      }
      progress.advance();
    };
  });
  return out;
}

}  // namespace cre
