#pragma once
// Columns and settings that are named but have no effect in this combination: whoever named them expects one.

#include <string>
#include <vector>

#include "split/split_config.h"
#include "storage/elements.h"

namespace cre {

/// One sentence each, for a warning. `config` as resolved.
std::vector<std::string> unused_by_split(const SplitConfig& config, const Elements& elements);

/// Settings of making a split while one that is made is audited; a sentence each.
std::vector<std::string> unused_by_audit(const SplitConfig& config);

}  // namespace cre
