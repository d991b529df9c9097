#include "storage/predictions.h"

#include <nlohmann/json.hpp>

#include "storage/artifact_checks.h"
#include "storage/measurement_fields.h"

namespace cre {

namespace {

constexpr ArtifactKind kPredictionsKind{"predictions", 3};

/// Calls visit(name, array, description) for each array of predictions; all but the first two may be absent (empty).
template <class Table, class Visit>
void visit_predicted(Table& table, Visit visit) {
  visit("/predicted", table.predicted, "mean over strands (when averaged) and ensemble members, l2fc");
  visit("/forward", table.forward, "strand as given, mean over members, l2fc");
  visit("/reverse", table.reverse, "reverse complement, mean over members, l2fc");
  visit("/member_sd", table.member_sd, "sample standard deviation over ensemble members, l2fc");
  visit("/low", table.low, "lower end of the prediction interval, l2fc; NaN where there is none");
  visit("/high", table.high, "upper end of the prediction interval, l2fc; NaN where there is none");
}

}  // namespace

void save_predictions(const std::filesystem::path& file, const Predictions& predictions) {
  const Shape shape = {predictions.measured.rows(), predictions.tasks.size()};
  Hdf5Writer writer(file, kPredictionsKind);
  writer.attribute("scaler", to_json(predictions.scaler).dump());
  writer.attribute("dataset_sha256", predictions.dataset_sha256);
  writer.attribute("insert_length", predictions.insert_length);
  writer.attribute("reverse_averaged", predictions.reverse_averaged ? 1 : 0);
  writer.write("/tasks", predictions.tasks);
  writer.write("/model_sha256", predictions.model_sha256);
  if (!predictions.model_weight.empty()) {
    writer.write("/model_weight", predictions.model_weight, {predictions.model_weight.size()});
    writer.describe("/model_weight",
                    "share of each model, chosen by validation rows; of pooled folds, in those of its fold");
  }
  write_measured_rows(writer, predictions.measured, predictions.tasks.size());
  visit_predicted(predictions, [&](const char* name, const std::vector<float>& values, const char* description) {
    if (!values.empty()) {
      writer.write(name, values, shape);
      writer.describe(name, description);
    }
  });
  if (!predictions.gc.empty()) {
    writer.write("/gc", predictions.gc, {predictions.measured.rows()});
    writer.describe("/gc", "share of G and C among the insert's bases that are not N; NaN without any");
  }
  if (!predictions.intervals.empty()) {
    writer.attribute("intervals", predictions.intervals);
  }
  writer.close();
}

Predictions load_predictions(const std::filesystem::path& file) {
  const Hdf5Reader reader(file, kPredictionsKind);
  Predictions predictions;
  predictions.scaler = scaler_from_json(parse_attribute(file, "scaler", reader.text_attribute("scaler")));
  predictions.dataset_sha256 = reader.text_attribute("dataset_sha256");
  predictions.insert_length = reader.integer_attribute("insert_length");
  predictions.reverse_averaged = reader.integer_attribute("reverse_averaged") != 0;
  predictions.tasks = reader.read_texts("/tasks", stored_count(reader, "/tasks"));
  predictions.model_sha256 = reader.read_texts("/model_sha256", stored_count(reader, "/model_sha256"));
  if (reader.has("/model_weight")) {
    reader.read("/model_weight", predictions.model_weight, {predictions.model_sha256.size()});
  }
  predictions.measured = read_measured_rows(reader, file, predictions.tasks.size());
  const Shape shape = {predictions.measured.rows(), predictions.tasks.size()};
  visit_predicted(predictions, [&](const std::string& name, std::vector<float>& values, const char*) {
    const bool optional = name != "/predicted" && name != "/forward";
    if (!optional || reader.has(name)) {
      reader.read(name, values, shape);
    }
  });
  if (reader.has("/gc")) {
    reader.read("/gc", predictions.gc, {predictions.measured.rows()});
  }
  if (!predictions.low.empty()) {
    predictions.intervals = reader.text_attribute("intervals");
  }
  return predictions;
}

}  // namespace cre
