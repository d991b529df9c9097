#pragma once
// Members of an ensemble become one prediction with its spread.

#include <vector>

namespace cre {

struct EnsembleResult {
  std::vector<float> mean;
  std::vector<float> sd;  // sample standard deviation (n - 1) over members; empty for a single member
};

/// members: at least one list, all of one length; sums are made in double precision, in the order given.
EnsembleResult combine_members(const std::vector<std::vector<float>>& members);

}  // namespace cre
