#include "eval/eval_inputs.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/text.h"
#include "eval/external/aligned_table.h"
#include "eval/external/dataset_truth.h"
#include "eval/external/external_tasks.h"
#include "eval/external/table_truth.h"

namespace cre {

namespace {

constexpr const char* kPredictionsOption = "--predictions-tsv";
constexpr const char* kTruthOption = "--truth-tsv";

/// Rows of artifacts are known by their sequence.
void check_compared(const EvalInputs& inputs) {
  if (inputs.truth_tsv.empty()) {
    return;
  }
  std::vector<std::filesystem::path> files = {inputs.baseline};
  for (const NamedPredictions& other : inputs.against) {
    files.push_back(other.file);
  }
  for (const std::filesystem::path& file : files) {
    if (!file.empty() && !is_prediction_table(file)) {
      fail(ErrorKind::usage, file, ": its rows are known by sequences, which ", kTruthOption,
           " does not have; compare it beside --dataset, or as a table");
    }
  }
}

void check_inputs(const EvalInputs& inputs) {
  const bool artifact = !inputs.predictions.empty() && inputs.predictions_tsv.empty() && inputs.truth_tsv.empty() &&
                        inputs.dataset.empty();
  const bool tables = inputs.predictions.empty() && !inputs.predictions_tsv.empty() &&
                      inputs.truth_tsv.empty() != inputs.dataset.empty();
  if (artifact || tables) {
    check_compared(inputs);
    return;
  }
  std::vector<std::string> given;
  const auto add = [&](const char* option, const std::filesystem::path& file) {
    if (!file.empty()) {
      given.emplace_back(option);
    }
  };
  add("--predictions", inputs.predictions);
  add(kPredictionsOption, inputs.predictions_tsv);
  add(kTruthOption, inputs.truth_tsv);
  add("--dataset", inputs.dataset);
  fail(ErrorKind::usage, "give either --predictions, or ", kPredictionsOption, " with one of ", kTruthOption,
       " and --dataset; given: ", given.empty() ? "none of them" : join(given, ", "), " (see cre-eval --help)");
}

EvaluatedInput of_artifact(const std::filesystem::path& file, Split split, StageRun& stage) {
  stage.artifact_input("predictions", file);
  const Predictions predictions = load_predictions(file);
  EvaluatedInput out{
      .rows = evaluation_rows(predictions, rows_of_split(predictions, split), file), .split = split, .unmatched = {}};
  check_enough_rows(out.rows, split, file);
  return out;
}

void tell(const std::vector<std::string>& notes, const std::vector<std::string>& warnings, StageRun& stage) {
  for (const std::string& note : notes) {
    stage.note(note);
  }
  for (const std::string& warning : warnings) {
    stage.warn(warning);
  }
}

Truth truth_of_table(const EvalInputs& inputs, KeyedTable& predictions, Split split, StageRun& stage) {
  KeyedTable table(inputs.truth_tsv, kTruthOption);
  const CommonTasks common = common_tasks(possible_tasks(table), inputs.truth_tsv, predictions);
  tell({}, common.warnings, stage);
  return table_truth(table, common.tasks, split);
}

Truth truth_of_dataset(const EvalInputs& inputs, KeyedTable& predictions, Split split, StageRun& stage) {
  Dataset dataset = load_dataset(inputs.dataset);
  const CommonTasks common = common_tasks(dataset.tasks, inputs.dataset, predictions);
  tell({}, common.warnings, stage);
  return dataset_truth(std::move(dataset), common.tasks, split, inputs.dataset);
}

/// "12 ids, for instance 'a'"
std::string ids_text(const std::vector<std::string>& ids) {
  return concat(counted(ids.size(), "id"), ids.empty() ? "" : concat(", for instance '", ids.front(), "'"));
}

void tell_unmatched(const Unmatched& unmatched, const std::vector<std::string>& tasks, const EvalInputs& inputs,
                    const std::filesystem::path& truth, StageRun& stage) {
  stage.count("only_predicted", static_cast<std::int64_t>(unmatched.only_predicted.size()));
  stage.count("only_measured", static_cast<std::int64_t>(unmatched.only_measured.size()));
  if (!unmatched.only_predicted.empty()) {
    stage.warn(concat(inputs.predictions_tsv, ": ", ids_text(unmatched.only_predicted), ", not in ", truth,
                      "; listed in tables/unmatched.tsv"));
  }
  if (!unmatched.only_measured.empty()) {
    stage.warn(concat(truth, ": ", ids_text(unmatched.only_measured),
                      ", without predictions: left out, and listed in tables/unmatched.tsv"));
  }
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    if (unmatched.without_value[k] > 0) {
      stage.warn(concat(inputs.predictions_tsv, ": ", counted(unmatched.without_value[k], "measured value"),
                        " of task ", tasks[k], " without a predicted one: left out"));
    }
  }
}

EvaluatedInput of_tables(const EvalInputs& inputs, Split split, StageRun& stage) {
  stage.raw_input("predictions_tsv", inputs.predictions_tsv);
  const bool measured_in_table = inputs.dataset.empty();
  if (measured_in_table) {
    stage.raw_input("truth_tsv", inputs.truth_tsv);
  } else {
    stage.artifact_input("dataset", inputs.dataset);
  }
  KeyedTable table(inputs.predictions_tsv, kPredictionsOption);
  const Truth truth =
      measured_in_table ? truth_of_table(inputs, table, split, stage) : truth_of_dataset(inputs, table, split, stage);
  tell(truth.notes, truth.warnings, stage);
  check_enough_rows(truth.rows, truth.split, truth.file);
  const PredictedTable predicted = predicted_table(table, truth.rows.tasks);
  tell(predicted.rows.notes, predicted.warnings, stage);
  ExternalRows joined = external_rows(truth, predicted);
  tell_unmatched(joined.unmatched, joined.rows.tasks, inputs, truth.file, stage);
  check_enough_rows(joined.rows, truth.split, inputs.predictions_tsv);
  return {.rows = std::move(joined.rows), .split = truth.split, .unmatched = std::move(joined.unmatched)};
}

}  // namespace

EvaluatedInput evaluated_input(const EvalInputs& inputs, Split split, StageRun& stage) {
  check_inputs(inputs);
  return inputs.predictions.empty() ? of_tables(inputs, split, stage) : of_artifact(inputs.predictions, split, stage);
}

std::vector<NamedPredictions> compared_inputs(const EvalInputs& inputs, StageRun& stage) {
  std::vector<NamedPredictions> out = inputs.against;
  if (!inputs.baseline.empty()) {
    if (std::any_of(out.begin(), out.end(), [](const NamedPredictions& other) { return other.name == "baseline"; })) {
      fail(ErrorKind::usage, "--against baseline=...: that name is taken by --baseline; choose another");
    }
    out.push_back({"baseline", inputs.baseline});
  }
  for (const NamedPredictions& other : out) {
    if (is_prediction_table(other.file)) {
      stage.raw_input(other.name, other.file);
    } else {
      stage.artifact_input(other.name, other.file);
    }
  }
  return out;
}

}  // namespace cre
