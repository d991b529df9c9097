#include "predict/ensemble.h"

#include <cmath>

#include "core/error.h"

namespace cre {

EnsembleResult combine_members(const std::vector<std::vector<float>>& members) {
  require(!members.empty(), "an ensemble has members");
  const auto count = static_cast<double>(members.size());
  EnsembleResult result;
  for (std::size_t i = 0; i < members.front().size(); ++i) {
    double sum = 0.0;
    for (const auto& member : members) {
      sum += static_cast<double>(member.at(i));
    }
    const double mean = sum / count;
    result.mean.push_back(static_cast<float>(mean));
    if (members.size() == 1) {
      continue;
    }
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
