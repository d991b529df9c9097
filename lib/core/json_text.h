#pragma once
// How values become JSON text in the files of creflow.

#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

namespace cre {

/// JSON has no NaN and no infinity: undefined statistics are written as null.
inline nlohmann::json number_or_null(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

/// One line without blanks, keys in the order of the object. Bytes that are no UTF-8 (in a file name, say) become the
/// replacement character: JSON cannot hold them, and no result should be lost over them.
template <class Json>
std::string compact_json(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Indented, for files that people read; ends with a line end.
template <class Json>
std::string pretty_json(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cre
