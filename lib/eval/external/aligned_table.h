#pragma once
// Predictions of another program beside those that are evaluated.

#include <filesystem>

#include "eval/aligned_rows.h"

namespace cre {

/// Any file but *.h5 and *.hdf5.
bool is_prediction_table(const std::filesystem::path& file);

/// The table's predictions for the rows of `reference`, matched by id. A row is present when all tasks are
/// predicted in it, so that both sets are judged by the same values and gaps. Throws input as predicted_table(), and
/// when no row, or too few of them, are present.
AlignedRows aligned_table(const EvalRows& reference, const std::filesystem::path& file);

}  // namespace cre
