#pragma once
// A published split: the table says which split each row belongs to.

#include <vector>

#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// train; val, valid, validation, dev; test - in any case. Returns (N). Throws input when the elements have no split
/// column, a value is none of these (naming the row), or a split has no row.
std::vector<Split> predefined_split(const Elements& elements);

}  // namespace cre
