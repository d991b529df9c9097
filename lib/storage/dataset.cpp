#include "storage/dataset.h"

#include <nlohmann/json.hpp>

#include "storage/artifact_checks.h"
#include "storage/measurement_fields.h"

namespace cre {

namespace {

constexpr ArtifactKind kDatasetKind{"dataset", 3};
constexpr std::uint8_t kUnknownBase = 4;

/// (N, 4, L), channels A, C, G, T; an unknown base is 0.25 in each, so every position sums to 1.
std::vector<float> one_hot(const std::vector<std::uint8_t>& codes, std::size_t length) {
  std::vector<float> out(codes.size() * 4, 0.0F);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::size_t row = i / length;
    const std::size_t position = i % length;
    for (std::size_t channel = 0; channel < 4; ++channel) {
      float& value = out[(row * 4 + channel) * length + position];
      value = codes[i] == kUnknownBase ? 0.25F : (codes[i] == channel ? 1.0F : 0.0F);
    }
  }
  return out;
}

void write_motifs(Hdf5Writer& writer, const MotifFeatures& motifs, std::uint64_t rows) {
  if (motifs.count() == 0) {
    return;
  }
  writer.write("/motifs/names", motifs.names);
  writer.write("/motifs/digest", std::vector<std::string>{motifs.digest});
  writer.write("/motifs/threshold", motifs.threshold, {motifs.count()});
  writer.describe("/motifs/threshold", "log-odds in bits from which a motif counts as present");
  writer.write("/motifs/score", motifs.score, {rows, motifs.count()});
  writer.describe("/motifs/score", "largest log-odds in bits over all positions and both strands of the insert");
}

MotifFeatures read_motifs(const Hdf5Reader& reader, const std::filesystem::path& file, std::uint64_t rows) {
  MotifFeatures motifs;
  if (!reader.has("/motifs")) {
    return motifs;
  }
  motifs.names = reader.read_texts("/motifs/names", stored_count(reader, "/motifs/names"));
  motifs.digest = reader.read_texts("/motifs/digest", 1).front();
  reader.read("/motifs/threshold", motifs.threshold, {motifs.count()});
  reader.read("/motifs/score", motifs.score, {rows, motifs.count()});
  check_finite(file, "/motifs/threshold", motifs.threshold);
  check_finite(file, "/motifs/score", motifs.score);
  return motifs;
}

}  // namespace

void save_dataset(const std::filesystem::path& file, const Dataset& dataset) {
  const std::uint64_t rows = dataset.rows();
  const auto length = static_cast<std::uint64_t>(dataset.construct.insert_length);
  Hdf5Writer writer(file, kDatasetKind);
  writer.attribute("construct", to_json(dataset.construct).dump());
  writer.attribute("scaler", to_json(dataset.scaler).dump());
  writer.attribute("elements_sha256", dataset.elements_sha256);
  writer.attribute("split_sha256", dataset.split_sha256);
  writer.write("/tasks", dataset.tasks);
  writer.write("/codes", dataset.codes, {rows, length});
  writer.describe("/codes", "bases of the insert, 5' to 3': A 0, C 1, G 2, T 3, N 4");
  writer.write("/target", dataset.target, {rows, dataset.task_count()});
  writer.describe("/target", "standardized activity (see attribute scaler); 0 where masked");
  write_measured_rows(writer, dataset.measured, dataset.task_count());
  write_motifs(writer, dataset.motifs, rows);
  if (dataset.store_onehot) {
    writer.write("/onehot", one_hot(dataset.codes, length), {rows, 4, length});
  }
  writer.close();
}

Dataset load_dataset(const std::filesystem::path& file) {
  const Hdf5Reader reader(file, kDatasetKind);
  Dataset dataset;
  dataset.construct = construct_from_json(parse_attribute(file, "construct", reader.text_attribute("construct")));
  dataset.scaler = scaler_from_json(parse_attribute(file, "scaler", reader.text_attribute("scaler")));
  dataset.elements_sha256 = reader.text_attribute("elements_sha256");
  dataset.split_sha256 = reader.text_attribute("split_sha256");
  dataset.tasks = reader.read_texts("/tasks", stored_count(reader, "/tasks"));
  dataset.measured = read_measured_rows(reader, file, dataset.task_count());
  const std::uint64_t rows = dataset.rows();
  reader.read("/codes", dataset.codes, {rows, static_cast<std::uint64_t>(dataset.construct.insert_length)});
  check_at_most(file, "/codes", dataset.codes, kUnknownBase);
  reader.read("/target", dataset.target, {rows, dataset.task_count()});
  dataset.motifs = read_motifs(reader, file, rows);
  dataset.store_onehot = reader.has("/onehot");
  return dataset;
}

}  // namespace cre
