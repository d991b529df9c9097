#pragma once
// A split that somebody published: a split.h5, or a table with columns id and split.

#include <filesystem>
#include <string>
#include <vector>

#include "split/split_config.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

struct PublishedSplit {
  std::vector<std::size_t> rows;           // of the elements that are in it, ascending
  std::vector<Split> split;                // of these
  std::vector<std::string> only_split;     // ids that are no elements (quality control may have rejected them)
  std::vector<std::string> only_elements;  // ids of elements that are not in it
  std::vector<std::string> notes;          // what was read in an unusual way
};

/// Rows of a split.h5 are those of the elements with digest `elements_sha256`, rows of a table are known by their ids.
/// Throws integrity for a split of other elements; input for a word that `values` does not have (with its line), a
/// table without common ids, and one that trains or tests nothing.
PublishedSplit published_split(const std::filesystem::path& file, const Elements& elements,
                               const std::string& elements_sha256, const SplitValues& values);

}  // namespace cre
