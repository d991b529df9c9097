#pragma once
// A published split: the table says which split each row belongs to.

#include <map>
#include <string>
#include <vector>

#include "split/split_config.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// The split whose list in `values` has the row's value. Returns (N). Throws input when the elements have no split
/// column, a value is missing or in no list (naming the row and all values with their counts), or a split has no row.
std::vector<Split> predefined_split(const Elements& elements, const SplitValues& values = {});

/// What the values mean, by comparable_split_value.
std::map<std::string, Split> split_of_values(const SplitValues& values);

/// "train (train, training), val (...), test (...)"
std::string allowed_values(const SplitValues& values);

}  // namespace cre
