#pragma once
// Measurements and the predictions of another program, joined by id.

#include <string>
#include <vector>

#include "eval/eval_rows.h"
#include "eval/external/predicted_table.h"
#include "eval/external/truth.h"

namespace cre {

/// What has no counterpart.
struct Unmatched {
  std::vector<std::string> only_predicted;  // ids that the measurements do not have, in any split
  std::vector<std::string> only_measured;   // ids of the evaluated split without any predicted value
  std::vector<std::size_t> without_value;   // (K) measured values of the other rows that have no predicted one
};

struct ExternalRows {
  EvalRows rows;  // in the order of the measurements; a value that has no prediction counts as not measured
  Unmatched unmatched;
};

/// Joins what was measured in the tasks of `truth` with their predictions, in that order. Throws input when no row has
/// both, with an id of either side.
ExternalRows external_rows(const Truth& truth, const PredictedTable& predicted);

/// One row an id: id, side ("only_predicted", "only_measured").
std::string unmatched_table(const Unmatched& unmatched);

}  // namespace cre
