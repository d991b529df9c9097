#pragma once
// Which penalty of the path each task gets: the one that validation rows like best.

#include <cstddef>
#include <string>
#include <vector>

#include "core/stage_run.h"

namespace cre {

/// Of one task along the path of S penalties.
struct PenaltyPath {
  std::string task;
  std::size_t validation_rows = 0;  // measured ones
  std::vector<double> pearson;      // (S) of validation rows; NaN where undefined
  std::vector<double> mse;          // (S) of validation rows, l2fc²; NaN without any
  std::size_t chosen = 0;
};

/// Values of one task in validation rows: measured (n), and predicted with each penalty.
PenaltyPath penalty_path(std::string task, const std::vector<double>& measured,
                         const std::vector<std::vector<double>>& predicted);

/// Chooses for each task the penalty with the smallest mean squared error, the larger one of two equal ones. With many
/// rows a correlation hardly depends on the penalty and may have several maxima along the path, also where predictions
/// have shrunk to nothing. A task without measured validation rows gets the penalty whose errors, divided by the
/// smallest of each task, have the smallest sum over the others; the middle of the path when there are none.
void choose_penalties(std::vector<PenaltyPath>& paths);

/// What a reader should know: a choice at an end of the path, and one that was not made by the task's own rows.
void warn_of_choices(const std::vector<PenaltyPath>& paths, const std::vector<double>& penalties, StageRun& stage);

}  // namespace cre
