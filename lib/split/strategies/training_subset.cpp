#include "split/strategies/training_subset.h"

#include <algorithm>

namespace cre {

std::size_t keep_training_fraction(const GroupedElements& by_group, double fraction, std::uint64_t seed,
                                   std::vector<Split>& splits) {
  if (fraction == 1.0) {
    return 0;
  }
  const auto training = static_cast<double>(std::count(splits.begin(), splits.end(), Split::train));
  const double wanted = fraction * training;
  double kept = 0.0;
  std::size_t left_out = 0;
  for (const std::size_t group : drawn_order(by_group.keys, seed, GroupDraw::training_subset)) {
    const std::span<const std::size_t> rows = by_group.list.rows(group);
    if (splits[rows.front()] != Split::train) {
      continue;
    }
    if (kept < wanted) {
      kept += static_cast<double>(rows.size());
      continue;
    }
    left_out += rows.size();
    for (const std::size_t row : rows) {
      splits[row] = Split::unused;
    }
  }
  return left_out;
}

}  // namespace cre
