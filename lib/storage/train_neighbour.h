#pragma once
// What a validation or test row has of the training row that it resembles most, by the audit of cre-split.

#include <cstdint>

#include "core/names.h"

namespace cre {

/// From unrelated to equal; of several kinds the last counts.
enum class TrainNeighbour : std::int16_t {
  not_asked = -1,      ///< a training row
  none = 0,            ///< none of what follows
  similar = 1,         ///< many words in common, wherever these are: an estimated Jaccard index of .5 or more
  overlapping = 2,     ///< half of its bases at one offset
  few_mismatches = 3,  ///< three to five
  two_mismatches = 4,
  one_mismatch = 5,
  equal = 6,
};

/// "NA", "none", "similar", "overlapping", "mismatches_3_5", "mismatches_2", "mismatches_1", "equal".
const Names<TrainNeighbour>& train_neighbour_names();
const std::string& train_neighbour_name(TrainNeighbour neighbour);

}  // namespace cre
