#include "baseline/penalty_choice.h"

#include <cmath>

#include "statistics/correlation.h"
#include "statistics/prediction_error.h"

namespace cre {

namespace {

/// Index of the largest value that is a number, the last of equal ones; nothing when there is none.
std::optional<std::size_t> last_largest(const std::vector<double>& values) {
  std::optional<std::size_t> largest;
  for (std::size_t s = 0; s < values.size(); ++s) {
    if (!std::isnan(values[s]) && (!largest || values[s] >= values[*largest])) {
      largest = s;
    }
  }
  return largest;
}

std::vector<double> mean_over_tasks(const std::vector<PenaltyPath>& paths) {
  std::vector<double> mean(paths.front().pearson.size(), 0.0);
  std::size_t tasks = 0;
  for (const PenaltyPath& path : paths) {
    if (!last_largest(path.pearson)) {
      continue;
    }
    ++tasks;
    for (std::size_t s = 0; s < mean.size(); ++s) {
      mean[s] += path.pearson[s];
    }
  }
  return tasks > 0 ? mean : std::vector<double>();
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
  const std::vector<double> means = mean_over_tasks(paths);
  for (PenaltyPath& path : paths) {
    const std::size_t otherwise = last_largest(means).value_or(path.pearson.size() / 2);
    path.chosen = last_largest(path.pearson).value_or(otherwise);
  }
}

void warn_of_choices(const std::vector<PenaltyPath>& paths, const std::vector<double>& penalties, StageRun& stage) {
  for (const PenaltyPath& path : paths) {
    const double penalty = penalties[path.chosen];
    if (!last_largest(path.pearson)) {
      stage.warn(concat("task ", path.task, ": no penalty can be chosen by its ", counted(path.validation_rows, "row"),
                        " of validation, where a correlation is undefined; it gets ", penalty,
                        ", which suits the other tasks, or the middle of baseline.penalties"));
    } else if (penalties.size() > 1 && (path.chosen == 0 || path.chosen + 1 == penalties.size())) {
      stage.warn(concat("task ", path.task, ": the best penalty is the ", path.chosen == 0 ? "smallest" : "largest",
                        " of baseline.penalties, ", penalty, "; one beyond may be better"));
    }
  }
}

}  // namespace cre
