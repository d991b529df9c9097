#pragma once
// Small elements for tests, as quality control has them.

#include <string>
#include <vector>

#include "example_elements.h"
#include "qc/kept_elements.h"

namespace cre {

/// Those of example_columns.
inline KeptElements example_kept_elements(const std::vector<std::string>& sequences) {
  KeptElements e;
  static_cast<ElementColumns&>(e) = example_columns(sequences);
  for (const std::string& letters : sequences) {
    e.sequences.add(letters);
  }
  return e;
}

}  // namespace cre
