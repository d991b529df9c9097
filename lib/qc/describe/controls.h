#pragma once
// Rows that look like controls of the assay rather than elements of interest.

#include <string>

#include "qc/describe/suggestion.h"

namespace cre {

/// How many rows have a word such as "control", "scrambled" or "random" in their id or kind, with examples; empty
/// without any. They stay in, and this is said: a network learns from them as from all others.
std::string controls_text(const DescribedTable& table);

}  // namespace cre
