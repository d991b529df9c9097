#include "storage/model_file.h"

#include <cmath>

#include "core/error.h"
#include "storage/artifact_checks.h"
#include "storage/measurement_fields.h"

namespace cre {

namespace {

constexpr ArtifactKind kModelKind{"model", 3};
constexpr const char* kGroup = "/weights";

void check_weights(const std::filesystem::path& file, const NamedArray& array) {
  for (const float value : array.values) {
    if (!std::isfinite(value)) {
      fail(ErrorKind::integrity, file, ": weight ", array.name, " holds ", value, "; only finite weights are allowed");
    }
  }
}

}  // namespace

void save_model_file(const std::filesystem::path& file, const ModelFile& model) {
  Hdf5Writer writer(file, kModelKind);
  writer.attribute("architecture", model.architecture.dump());
  writer.attribute("scaler", to_json(model.scaler).dump());
  writer.attribute("construct", to_json(model.construct).dump());
  writer.attribute("dataset_sha256", model.dataset_sha256);
  writer.attribute("training", model.training.dump());
  writer.attribute("outputs", model.outputs);
  writer.write("/tasks", model.tasks);
  if (!model.motifs.empty()) {
    writer.write("/motifs", model.motifs);
    writer.attribute("motif_digest", model.motif_digest);
  }
  for (const NamedArray& array : model.weights) {
    check_weights(file, array);
    // A scalar (a counter of batch norm) is stored as a list of one.
    writer.write(concat(kGroup, "/", array.name), array.values, array.shape.empty() ? Shape{1} : array.shape);
  }
  write_calibration(writer, model.calibration, model.tasks.size());
  writer.close();
}

ModelFile load_model_file(const std::filesystem::path& file) {
  const Hdf5Reader reader(file, kModelKind);
  ModelFile model;
  model.architecture = parse_attribute(file, "architecture", reader.text_attribute("architecture"));
  model.scaler = scaler_from_json(parse_attribute(file, "scaler", reader.text_attribute("scaler")));
  model.construct = construct_from_json(parse_attribute(file, "construct", reader.text_attribute("construct")));
  model.dataset_sha256 = reader.text_attribute("dataset_sha256");
  model.training = parse_attribute(file, "training", reader.text_attribute("training"));
  model.tasks = reader.read_texts("/tasks", stored_count(reader, "/tasks"));
  model.outputs = reader.integer_attribute("outputs");
  if (model.outputs != 1 && model.outputs != 2) {
    fail(ErrorKind::integrity, file, ": attribute outputs is ", model.outputs, "; allowed: 1, 2");
  }
  if (reader.has("/motifs")) {
    model.motifs = reader.read_texts("/motifs", stored_count(reader, "/motifs"));
    model.motif_digest = reader.text_attribute("motif_digest");
  }
  for (const std::string& name : reader.datasets(kGroup)) {
    const std::string path = concat(kGroup, "/", name);
    NamedArray array{name, reader.shape(path), {}};
    reader.read(path, array.values, array.shape);
    check_weights(file, array);
    model.weights.push_back(std::move(array));
  }
  model.calibration = read_calibration(reader, file, model.tasks.size());
  return model;
}

}  // namespace cre
