#pragma once
// Rows of some chromosomes validate, of others test.

#include <cstdint>
#include <string>
#include <vector>

#include "split/split_config.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

/// (N) comparable_chromosome() of every row. Throws input when the elements have no chromosomes.
std::vector<std::string> comparable_chromosomes(const Elements& elements, const SplitConfig& config);
/// Comparable form of `name`. Throws input when it is none of `present` (N); `place` is the key below
/// split.chromosomes that names it.
std::string present_chromosome(const std::string& name, const std::vector<std::string>& present,
                               const Elements& elements, const std::string& place);

struct ChromosomeSplit {
  std::vector<Split> split;  // (N)
  std::size_t followed = 0;  // rows that went with their group to a stricter split than that of their chromosome
  std::size_t unplaced = 0;  // rows without a chromosome: they train, unless their group does not
};

/// A group goes to test when any of its rows is on a chromosome of test, else to validation when any is on one of
/// those, else to training. `groups` (N) as from group_rows. Throws input when the elements have no chromosomes, when
/// a named one has no row, and when training or validation is left without rows.
ChromosomeSplit chromosome_split(const Elements& elements, const std::vector<std::int64_t>& groups,
                                 const SplitConfig& config);

}  // namespace cre
