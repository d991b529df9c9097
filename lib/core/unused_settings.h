#pragma once
// Settings that were given and change nothing, because another setting leaves them unused.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace cre {

/// A sentence for each key of `given` (settings as read) that has no effect in `resolved` (all settings), as `schema`
/// says with "x-when" (Description::section_if) and "x-unused-when" (Description::unused_when); in the order of the
/// schema. A key that has its default (in the schema) anyway is nobody's loss. A condition on a key that the config
/// lacks is taken not to hold.
std::vector<std::string> unused_settings(const nlohmann::json& given, const nlohmann::json& resolved,
                                         const nlohmann::ordered_json& schema);

}  // namespace cre
