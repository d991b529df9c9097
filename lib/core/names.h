#pragma once
// Enumerations and the texts that stand for their values, in configs and files.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"

namespace cre {

/// The values of an enumeration by name, in the order in which people see them.
template <class Enum>
using Names = std::vector<std::pair<std::string, Enum>>;

/// Throws internal for a value that has no name.
template <class Enum>
const std::string& name_of(Enum value, const Names<Enum>& names) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.second == value; });
  require(found != names.end(), "every value of a choice has a name");
  return found->first;
}

/// Nothing for a text that is no name.
template <class Enum>
std::optional<Enum> value_named(std::string_view name, const Names<Enum>& names) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.first == name; });
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace cre
