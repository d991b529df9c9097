#include "prediction/model_checks.h"

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace cre {

void check_model_fits(const ModelFile& model, const std::filesystem::path& file, const Dataset& dataset) {
  if (model.tasks != dataset.tasks) {
    fail(ErrorKind::integrity, file, ": predicts the tasks ", join(model.tasks, ", "), "; the dataset has ",
         join(dataset.tasks, ", "));
  }
  if (model.construct != dataset.construct) {
    fail(ErrorKind::integrity, file, ": was trained on the construct ", to_json(model.construct).dump(),
         "; the dataset has ", to_json(dataset.construct).dump());
  }
  if (!model.motifs.empty() && model.motifs != dataset.motifs.names) {
    fail(ErrorKind::integrity, file, ": reads the scores of ", model.motifs.size(), " motifs (", model.motifs.front(),
         ", ...); the dataset has ",
         dataset.motifs.count() == 0 ? std::string("none, see encode.motifs") : "those of other motifs");
  }
}

void check_trained_on(const ModelFile& model, const std::filesystem::path& file, const std::string& dataset_sha256) {
  if (model.dataset_sha256 != dataset_sha256) {
    fail(ErrorKind::integrity, file, ": was trained on another dataset (SHA-256 ", model.dataset_sha256,
         "), whose split may differ: rows that are test rows here may have been training rows there; set ",
         "predict.other_dataset to true to predict all the same");
  }
}

void check_same_scaler(const ModelFile& first, const ModelFile& other, const std::filesystem::path& file) {
  const nlohmann::json expected = to_json(first.scaler), found = to_json(other.scaler);
  if (expected != found) {
    fail(ErrorKind::integrity, file, ": has the scaler ", found.dump(), " and the first model ", expected.dump(),
         "; members of an ensemble are trained on the same dataset");
  }
}

}  // namespace cre
