#include "predict/ensemble.h"

#include <cmath>
#include <numeric>

#include "core/error.h"

namespace cre {

EnsembleResult combine_members(const std::vector<std::vector<float>>& members, const std::vector<double>& votes) {
  require(!members.empty() && votes.size() == members.size(), "an ensemble has members, and each has votes");
  const auto count = static_cast<double>(members.size());
  const double all_votes = std::accumulate(votes.begin(), votes.end(), 0.0);
  EnsembleResult result;
  for (std::size_t i = 0; i < members.front().size(); ++i) {
    double sum = 0.0, voted = 0.0;
    for (std::size_t m = 0; m < members.size(); ++m) {
      const auto value = static_cast<double>(members[m].at(i));
      sum += value;
      voted += votes[m] * value;
    }
    result.mean.push_back(static_cast<float>(voted / all_votes));
    if (members.size() == 1) {
      continue;
    }
    const double mean = sum / count;
    double squares = 0.0;
    for (const auto& member : members) {
      const double deviation = static_cast<double>(member[i]) - mean;
      squares += deviation * deviation;
    }
    result.sd.push_back(static_cast<float>(std::sqrt(squares / (count - 1.0))));
  }
  return result;
}

}  // namespace cre
