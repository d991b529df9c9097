#include "encode/encode_stage.h"

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "core/text.h"
#include "encode/element_construct.h"
#include "encode/fit_scaler.h"
#include "encode/motif_features.h"
#include "encode/outliers.h"
#include "encode/scale_weights.h"
#include "sequence/sequence_digest.h"
#include "storage/split_assignment.h"

namespace cre {

namespace {

MeasuredRows measured_rows(const Elements& elements, const SplitAssignment& assignment, unsigned threads) {
  MeasuredRows rows{elements, {}, assignment.split, assignment.group, assignment.train_neighbour};
  rows.sequence = sequence_digests(elements.codes, static_cast<std::size_t>(elements.length), threads);
  return rows;
}

std::vector<float> standardized_targets(const Elements& elements, const Scaler& scaler) {
  const std::size_t tasks = elements.task_count();
  std::vector<float> targets(elements.rows() * tasks, 0.0F);
  for (std::size_t at = 0; at < targets.size(); ++at) {
    if (elements.mask[at] != 0) {
      targets[at] = static_cast<float>(scaler.standardize(elements.activity[at], at % tasks));
    }
  }
  return targets;
}

}  // namespace

Dataset encode(const Elements& elements, const SplitAssignment& assignment, const EncodeToolConfig& config,
               unsigned threads) {
  if (assignment.split.size() != elements.rows()) {
    fail(ErrorKind::integrity, "the split has ", assignment.split.size(), " rows, the elements have ", elements.rows());
  }
  Dataset dataset;
  dataset.tasks = elements.tasks;
  dataset.construct = element_construct(elements, config.construct);
  dataset.scaler = fit_scaler(elements, assignment.split, config.encode.winsorize);
  dataset.measured = measured_rows(elements, assignment, threads);
  if (elements.weight_scale == WeightScale::task) {
    scale_weights(dataset.measured, dataset.task_count());
  }
  dataset.codes = elements.codes;
  dataset.target = standardized_targets(elements, dataset.scaler);
  dataset.store_onehot = config.encode.store_onehot;
  return dataset;
}

void run_encode(const EncodeToolConfig& config, const std::filesystem::path& elements_file,
                const std::filesystem::path& split_file, StageRun& stage) {
  const std::string elements_sha256 = stage.artifact_input("elements", elements_file);
  const std::string split_sha256 = stage.artifact_input("split", split_file);
  const SplitAssignment assignment = load_split(split_file);
  if (assignment.elements_sha256 != elements_sha256) {
    fail(ErrorKind::integrity, split_file, ": was made from other elements (SHA-256 ", assignment.elements_sha256,
         ") than ", elements_file, " (", elements_sha256, "); use elements and split of the same run");
  }
  Elements elements = load_elements(elements_file);
  const OutlierLimits outliers = leave_out_outliers(elements, assignment.split, config.encode.outliers);
  Dataset dataset = encode(elements, assignment, config, stage.threads());
  if (config.encode.motifs) {
    stage.raw_input("motifs", *config.encode.motifs);
    dataset.motifs = motif_features(*config.encode.motifs, config.encode, dataset.codes,
                                    static_cast<std::size_t>(dataset.construct.insert_length), stage.threads());
    stage.count("motifs", static_cast<std::int64_t>(dataset.motifs.count()));
  }
  dataset.elements_sha256 = elements_sha256;
  dataset.split_sha256 = split_sha256;

  save_dataset(stage.output("dataset", "dataset.h5"), dataset);
  nlohmann::json scaler = to_json(dataset.scaler);
  scaler["tasks"] = dataset.tasks;
  scaler["outliers"] = outliers_json(outliers, config.encode.outliers);
  write_text_file(stage.output("scaler", "scaler.json"), pretty_json(scaler));

  stage.count("rows", static_cast<std::int64_t>(dataset.rows()));
  stage.count("tasks", static_cast<std::int64_t>(dataset.task_count()));
  if (config.encode.outliers != Outliers::none) {
    stage.count("outliers", outliers.rows);
    log_info(concat("left out of training: ", counted(outliers.rows, "row"), " with an activity beyond the limits"));
  }
  log_info(concat(counted(dataset.rows(), "row"), ", ", counted(dataset.task_count(), "task"), ", input of ",
                  dataset.construct.input_length(), " bases"));
}

}  // namespace cre
