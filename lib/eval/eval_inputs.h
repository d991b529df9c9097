#pragma once
// What cre-eval is given: predictions.h5, or a table of anybody's predictions with what was measured.

#include <filesystem>
#include <optional>
#include <vector>

#include "core/stage_run.h"
#include "eval/eval_rows.h"
#include "eval/external/external_rows.h"
#include "eval/paired_predictions.h"

namespace cre {

/// Files of the command line; empty where not given.
struct EvalInputs {
  std::filesystem::path predictions;      // of cre-predict
  std::filesystem::path predictions_tsv;  // of any program
  std::filesystem::path truth_tsv, dataset;
  std::filesystem::path baseline;         // of cre-baseline
  std::vector<NamedPredictions> against;  // others that are compared
};

struct EvaluatedInput {
  EvalRows rows;
  std::optional<Split> split;          // nothing: all rows, of a table that has no splits
  std::optional<Unmatched> unmatched;  // nothing for predictions.h5
};

/// Reads and joins them; records inputs, notes and warnings. Throws usage for words that do not go together, input when
/// there are fewer than three rows or no task has three measured ones, else as what reads the files.
EvaluatedInput evaluated_input(const EvalInputs& inputs, Split split, StageRun& stage);

/// The predictions that are compared with the evaluated ones, the baseline last; records them as inputs.
std::vector<NamedPredictions> compared_inputs(const EvalInputs& inputs, StageRun& stage);

}  // namespace cre
