#pragma once
// Fewer training rows, for learning curves.

#include <cstddef>
#include <vector>

#include "split/strategies/group_list.h"
#include "storage/split_assignment.h"

namespace cre {

/// Leaves whole training groups out (Split::unused), so that about `fraction` of the training rows, and at least one
/// group, remains: the first in drawn order that together have as many rows. So what a fraction keeps is kept by every
/// larger one. Validation and test stay as they are. Returns the rows left out.
std::size_t keep_training_fraction(const GroupedElements& by_group, double fraction, std::uint64_t seed,
                                   std::vector<Split>& splits);

}  // namespace cre
