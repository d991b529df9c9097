#pragma once
// Internal to core/config: one JSON value of an expected kind, or a config error at its place that says what is
// allowed.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/config.h"

namespace cre {

/// The value as JSON, shortened for a message.
std::string value_text(const nlohmann::json& value);

double read_number(const nlohmann::json& json, const Limits& limits, const Place& place);
std::int64_t read_integer(const nlohmann::json& json, const Limits& limits, const Place& place);
std::string read_text(const nlohmann::json& json, const Place& place);
/// A number as its shortest text.
std::string read_text_or_number(const nlohmann::json& json, const Place& place);
/// Index of the name among the allowed ones.
std::size_t read_choice(const nlohmann::json& json, const std::vector<std::string>& allowed, const Place& place);
/// Checks that it is a list with an allowed number of items.
void check_list(const nlohmann::json& json, const Limits& size, const Place& place);

/// A list whose items are read one by one with read(item, place).
template <class Value, class Read>
std::vector<Value> read_list(const nlohmann::json& json, const Limits& size, const Place& place, Read read) {
  check_list(json, size, place);
  std::vector<Value> out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    out.push_back(read(json[i], place.item(i)));
  }
  return out;
}

}  // namespace cre
