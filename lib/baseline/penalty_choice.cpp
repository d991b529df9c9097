#include "baseline/penalty_choice.h"

#include <algorithm>

#include "core/text.h"
#include "statistics/correlation.h"
#include "statistics/prediction_error.h"

namespace cre {

namespace {

/// Index of the smallest value, the last of equal ones. `values` has some.
std::size_t last_smallest(const std::vector<double>& values) {
  const auto found = std::min_element(values.rbegin(), values.rend());
  return static_cast<std::size_t>(values.rend() - found) - 1;
}

/// (S) sum over the tasks that have validation rows.
std::vector<double> relative_errors(const std::vector<PenaltyPath>& paths) {
  std::vector<double> sums(paths.front().mse.size(), 0.0);
  for (const PenaltyPath& path : paths) {
    if (path.validation_rows == 0) {
      continue;
    }
    const double smallest = path.mse[last_smallest(path.mse)];
    for (std::size_t s = 0; s < sums.size() && smallest > 0.0; ++s) {
      sums[s] += path.mse[s] / smallest;
    }
  }
  return sums;
}

}  // namespace

PenaltyPath penalty_path(std::string task, const std::vector<double>& measured,
                         const std::vector<std::vector<double>>& predicted) {
  PenaltyPath path;
  path.task = std::move(task);
  path.validation_rows = measured.size();
  for (const std::vector<double>& values : predicted) {
    path.pearson.push_back(pearson(measured, values));
    path.mse.push_back(mean_squared_error(measured, values));
  }
  return path;
}

void choose_penalties(std::vector<PenaltyPath>& paths) {
  const std::vector<double> errors = relative_errors(paths);
  const bool none = std::all_of(errors.begin(), errors.end(), [](double error) { return error == 0.0; });
  for (PenaltyPath& path : paths) {
    if (path.validation_rows > 0) {
      path.chosen = last_smallest(path.mse);
    } else {
      path.chosen = none ? errors.size() / 2 : last_smallest(errors);
    }
  }
}

void warn_of_choices(const std::vector<PenaltyPath>& paths, const std::vector<double>& penalties, StageRun& stage) {
  for (const PenaltyPath& path : paths) {
    const double penalty = penalties[path.chosen];
    if (path.validation_rows == 0) {
      stage.warn(concat("task ", path.task, ": has no measured validation rows to choose a penalty by; it gets ",
                        penalty, ", which suits the other tasks, or the middle of baseline.penalties"));
    } else if (penalties.size() > 1 && (path.chosen == 0 || path.chosen + 1 == penalties.size())) {
      stage.warn(concat("task ", path.task, ": the best penalty is the ", path.chosen == 0 ? "smallest" : "largest",
                        " of baseline.penalties, ", penalty, "; one beyond may be better"));
    }
  }
}

}  // namespace cre
