#pragma once
// kept.tsv.gz: the kept rows as they are used.

#include <string>

#include "qc/kept_elements.h"

namespace cre {

/// A line a row: id, sequence (the insert), of each task NAME and, where there are any, NAME_se and NAME_weight; then
/// what is known of target_cell, min_gap, group, split, place and strata; flags and line. NA where a value is missing.
std::string kept_table(const KeptElements& elements);

}  // namespace cre
