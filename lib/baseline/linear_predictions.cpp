#include "baseline/linear_predictions.h"

#include <numeric>
#include <unordered_map>

#include "baseline/linear_outputs.h"
#include "core/error.h"

namespace cre {

void check_linear_model_fits(const LinearModel& model, const std::filesystem::path& file, const Dataset& dataset) {
  if (model.tasks != dataset.tasks) {
    fail(ErrorKind::integrity, file, ": predicts the tasks ", join(model.tasks, ", "), "; the dataset has ",
         join(dataset.tasks, ", "));
  }
  if (model.insert_length != dataset.construct.insert_length) {
    fail(ErrorKind::integrity, file, ": was fitted to inserts of ", model.insert_length, " bases; the dataset has ",
         dataset.construct.insert_length);
  }
  if (!model.motif_digest.empty() && model.motif_digest != dataset.motifs.digest) {
    fail(ErrorKind::integrity, file, ": has motif scores as features; those of the dataset are of other motifs, or ",
         dataset.motifs.count() == 0 ? "there are none" : "scored otherwise", ", see encode.motifs");
  }
}

std::vector<float> linear_predictions(const LinearModel& model, const Dataset& dataset, unsigned threads) {
  const std::size_t tasks = model.tasks.size();
  BaselineConfig config = model.config;
  config.motifs = config.motifs && !model.motif_digest.empty();  // the dataset may have some that it does not know
  const FeatureReader reader(config, dataset);
  std::unordered_map<std::string, std::size_t> place;
  const std::vector<std::string> names = reader.names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    place.emplace(names[i], i);
  }
  std::vector<double> slope(reader.size() * tasks, 0.0), offset = model.intercept;
  for (std::size_t feature = 0; feature < model.features.size(); ++feature) {
    const auto found = place.find(model.features[feature]);
    if (found == place.end()) {
      fail(ErrorKind::integrity, "the linear model has the feature ", model.features[feature],
           ", which its settings do not give");
    }
    for (std::size_t task = 0; task < tasks; ++task) {
      const double by_value = model.weight[feature * tasks + task] / model.sd[feature];
      slope[found->second * tasks + task] = by_value;
      offset[task] -= by_value * model.mean[feature];
    }
  }
  std::vector<std::size_t> rows(dataset.rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return model.scaler.restored(linear_outputs(reader, rows, slope, offset, threads));
}

}  // namespace cre
