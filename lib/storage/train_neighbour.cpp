#include "storage/train_neighbour.h"

namespace cre {

const Names<TrainNeighbour>& train_neighbour_names() {
  static const Names<TrainNeighbour> names = {{"NA", TrainNeighbour::not_asked},
                                              {"none", TrainNeighbour::none},
                                              {"similar", TrainNeighbour::similar},
                                              {"overlapping", TrainNeighbour::overlapping},
                                              {"mismatches_3_5", TrainNeighbour::few_mismatches},
                                              {"mismatches_2", TrainNeighbour::two_mismatches},
                                              {"mismatches_1", TrainNeighbour::one_mismatch},
                                              {"equal", TrainNeighbour::equal}};
  return names;
}

const std::string& train_neighbour_name(TrainNeighbour neighbour) {
  return name_of(neighbour, train_neighbour_names());
}

}  // namespace cre
