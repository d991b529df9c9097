#include "predict/model_checks.h"

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace cre {

namespace {

void check_motifs(const ModelFile& model, const std::filesystem::path& file, const Dataset& dataset) {
  if (!reads_motifs(model)) {
    return;
  }
  const std::string place =
      concat(file.string(), ": reads the scores of ", model.motifs.size(), " motifs (", model.motifs.front(), ", ...)");
  if (dataset.motifs.count() == 0) {
    fail(ErrorKind::integrity, place, "; the dataset has none, see encode.motifs");
  }
  if (model.motifs != dataset.motifs.names || model.motif_digest != dataset.motifs.digest) {
    fail(ErrorKind::integrity, place, "; those of the dataset are of other motifs, or of another ",
         "encode.motif_pseudocount or encode.motif_background");
  }
}

}  // namespace

bool reads_motifs(const ModelFile& model) {
  return model.architecture.value("motifs", "none") == "concatenate" && !model.motifs.empty();
}

void check_model_fits(const ModelFile& model, const std::filesystem::path& file, const Dataset& dataset) {
  if (model.tasks != dataset.tasks) {
    fail(ErrorKind::integrity, file, ": predicts the tasks ", join(model.tasks, ", "), "; the dataset has ",
         join(dataset.tasks, ", "));
  }
  if (model.construct != dataset.construct) {
    fail(ErrorKind::integrity, file, ": was trained on the construct ", to_json(model.construct).dump(),
         "; the dataset has ", to_json(dataset.construct).dump());
  }
  check_motifs(model, file, dataset);
}

void check_trained_on(const std::string& trained_on, const std::filesystem::path& file,
                      const std::string& dataset_sha256) {
  if (trained_on != dataset_sha256) {
    fail(ErrorKind::integrity, file, ": was trained on another dataset (SHA-256 ", trained_on,
         "), whose split may differ: rows that are test rows here may have been training rows there; set ",
         "predict.other_dataset to true to predict all the same");
  }
}

void check_same_scaler(const Scaler& first, const Scaler& other, const std::filesystem::path& file) {
  const nlohmann::json expected = to_json(first), found = to_json(other);
  if (expected != found) {
    fail(ErrorKind::integrity, file, ": has the scaler ", found.dump(), " and the first model ", expected.dump(),
         "; members of an ensemble are trained on the same dataset");
  }
}

}  // namespace cre
