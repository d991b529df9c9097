#include "statistics/conformal.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/error.h"
#include "statistics/prediction_error.h"

namespace cre {

double conformal_quantile(std::span<const double> scores, double alpha) {
  require(alpha > 0.0 && alpha < 1.0, "alpha is between 0 and 1");
  // (n + 1) (1 - alpha) may be above the whole number that it stands for by its rounding.
  constexpr double kRoundingOfRank = 1e-9;
  const double rank = std::ceil(static_cast<double>(scores.size() + 1) * (1.0 - alpha) - kRoundingOfRank);
  if (rank > static_cast<double>(scores.size())) {
    return std::numeric_limits<double>::infinity();
  }
  std::vector<double> values(scores.begin(), scores.end());
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

std::vector<double> normalized_scores(std::span<const double> measured, std::span<const double> predicted,
                                      std::span<const double> scale, double floor) {
  require(scale.size() == measured.size() && floor > 0.0, "every row has a scale, and the floor is above 0");
  std::vector<double> scores = absolute_errors(measured, predicted);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i] /= scale[i] + floor;
  }
  return scores;
}

}  // namespace cre
