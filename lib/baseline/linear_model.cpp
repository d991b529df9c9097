#include "baseline/linear_model.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "storage/artifact_checks.h"
#include "storage/hdf5_file.h"
#include "storage/measurement_fields.h"

namespace cre {

namespace {

constexpr ArtifactKind kLinearModelKind{"baseline", 2};

void read_numbers(const Hdf5Reader& reader, const std::filesystem::path& file, const char* name,
                  std::vector<double>& values, const Shape& shape) {
  reader.read(name, values, shape);
  for (const double value : values) {
    if (!std::isfinite(value)) {
      fail(ErrorKind::integrity, file, ": ", name, " holds ", value, "; only finite numbers are allowed");
    }
  }
}

BaselineConfig read_config(const std::filesystem::path& file, const std::string& text) {
  BaselineToolConfig config;
  ConfigView(config).read({{"baseline", parse_attribute(file, "settings", text)}}, concat(file.string(), ": settings"));
  return config.baseline;
}

}  // namespace

void save_linear_model(const std::filesystem::path& file, const LinearModel& model) {
  const std::uint64_t features = model.features.size(), tasks = model.tasks.size();
  BaselineToolConfig config{model.config};
  Hdf5Writer writer(file, kLinearModelKind);
  writer.attribute("settings", ConfigView(config).dump()["baseline"].dump());
  writer.attribute("scaler", to_json(model.scaler).dump());
  writer.attribute("insert_length", model.insert_length);
  writer.attribute("motif_digest", model.motif_digest);
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
  write_calibration(writer, model.calibration, tasks);
  writer.close();
}

LinearModel load_linear_model(const std::filesystem::path& file) {
  const Hdf5Reader reader(file, kLinearModelKind);
  LinearModel model;
  model.config = read_config(file, reader.text_attribute("settings"));
  model.scaler = scaler_from_json(parse_attribute(file, "scaler", reader.text_attribute("scaler")));
  model.insert_length = reader.integer_attribute("insert_length");
  model.motif_digest = reader.text_attribute("motif_digest");
  model.dataset_sha256 = reader.text_attribute("dataset_sha256");
  model.tasks = reader.read_texts("/tasks", stored_count(reader, "/tasks"));
  model.features = reader.read_texts("/features", stored_count(reader, "/features"));
  const std::uint64_t features = model.features.size(), tasks = model.tasks.size();
  read_numbers(reader, file, "/mean", model.mean, {features});
  read_numbers(reader, file, "/sd", model.sd, {features});
  read_numbers(reader, file, "/weight", model.weight, {features, tasks});
  read_numbers(reader, file, "/intercept", model.intercept, {tasks});
  read_numbers(reader, file, "/penalty", model.penalty, {tasks});
  model.calibration = read_calibration(reader, file, tasks);
  return model;
}

}  // namespace cre
