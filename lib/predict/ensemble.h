#pragma once
// Members of an ensemble become one prediction with its spread.

#include <vector>

namespace cre {

struct EnsembleResult {
  std::vector<float> mean;  // weighted by votes
  std::vector<float> sd;  // sample standard deviation (n - 1) over members, whatever their votes; empty for one member
};

/// members: at least one list, all of one length; `votes` (members), at least 0 and not all 0. Sums are made in double
/// precision, in the order given.
EnsembleResult combine_members(const std::vector<std::vector<float>>& members, const std::vector<double>& votes);

}  // namespace cre
