#pragma once
// Small elements for tests, as quality control has them.

#include <string>
#include <vector>

#include "example_elements.h"
#include "qc/kept_elements.h"

namespace cre {

/// Those of example_elements.
inline KeptElements example_kept_elements(const std::vector<std::string>& sequences) {
  const Elements plain = example_elements(sequences);
  KeptElements e;
  static_cast<ElementHeader&>(e) = plain;
  for (std::size_t row = 0; row < sequences.size(); ++row) {
    e.id.push_back(plain.id[row]);
    e.line.push_back(plain.line[row]);
    e.min_gap.push_back(plain.min_gap[row]);
    e.sequences.add(sequences[row]);
  }
  e.activity.append(plain.activity);
  e.standard_error.append(plain.standard_error);
  e.target_cell = plain.target_cell;
  e.flags = plain.flags;
  return e;
}

}  // namespace cre
