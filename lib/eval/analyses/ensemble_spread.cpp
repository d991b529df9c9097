#include "eval/analyses/ensemble_spread.h"

#include <cmath>

#include "statistics/correlation.h"
#include "statistics/summary.h"

namespace cre {

std::vector<EnsembleSpread> ensemble_spread(const EvalRows& rows) {
  std::vector<EnsembleSpread> out;
  for (const TaskColumn& task : rows.task) {
    if (task.member_sd.empty()) {
      return {};
    }
    std::vector<double> error, spread;
    double squares = 0.0;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      if (!std::isnan(task.activity[row]) && !std::isnan(task.member_sd[row])) {
        error.push_back(std::abs(task.activity[row] - task.predicted[row]));
        spread.push_back(task.member_sd[row]);
        squares += error.back() * error.back();
      }
    }
    out.push_back({.n = error.size(),
                   .rho = spearman(spread, error),
                   .mean_sd = mean(spread),
                   .rmse = std::sqrt(squares / static_cast<double>(error.size()))});
  }
  return out;
}

}  // namespace cre
