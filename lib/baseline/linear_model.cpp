#include "baseline/linear_model.h"

#include <nlohmann/json.hpp>

#include "storage/hdf5_file.h"

namespace cre {

namespace {

constexpr ArtifactKind kLinearModelKind{"baseline", 1};

}  // namespace

void save_linear_model(const std::filesystem::path& file, const LinearModel& model) {
  const std::uint64_t features = model.features.size(), tasks = model.tasks.size();
  Hdf5Writer writer(file, kLinearModelKind);
  writer.attribute("scaler", to_json(model.scaler).dump());
  writer.attribute("dataset_sha256", model.dataset_sha256);
  writer.write("/tasks", model.tasks);
  writer.write("/features", model.features);
  writer.write("/mean", model.mean, {features});
  writer.describe("/mean", "of the feature in the training rows; of a word that is log(1 + count)");
  writer.write("/sd", model.sd, {features});
  writer.describe("/sd", "standard deviation in the training rows, divided by n");
  writer.write("/weight", model.weight, {features, tasks});
  writer.describe("/weight", "standardized activity for one standard deviation of the feature");
  writer.write("/intercept", model.intercept, {tasks});
  writer.write("/penalty", model.penalty, {tasks});
  writer.describe("/penalty", "of the sum of squared weights, beside the sum of squared errors");
  writer.close();
}

}  // namespace cre
