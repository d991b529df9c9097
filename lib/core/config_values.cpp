#include "core/config_values.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/json_text.h"

namespace cre {

using Json = nlohmann::json;

namespace {

/// 1000000, not 1e+06.
std::string limit_text(double value) {
  constexpr double kExact = 1e15;
  const bool is_whole = std::abs(value) < kExact && std::trunc(value) == value;
  return is_whole ? std::to_string(static_cast<std::int64_t>(value)) : number_text(value);
}

}  // namespace

bool Limits::contains(double value) const {
  return (low_open ? value > low : value >= low) && (high_open ? value < high : value <= high);
}

std::string Limits::text() const {
  const bool has_low = std::isfinite(low);
  const bool has_high = std::isfinite(high);
  if (has_low && has_high) {
    return concat("in ", low_open ? "(" : "[", limit_text(low), ", ", limit_text(high), high_open ? ")" : "]");
  }
  if (has_low) {
    return concat(low_open ? "above " : "at least ", limit_text(low));
  }
  if (has_high) {
    return concat(high_open ? "below " : "at most ", limit_text(high));
  }
  return "any number";
}

Place Place::child(const std::string& name) const {
  return {file_, key_.empty() ? name : key_ + "." + name};
}

Place Place::item(std::size_t index) const {
  return {file_, concat(key_, "[", index, "]")};
}

std::string Place::text() const {
  return key_.empty() ? file_ : file_ + ": " + key_;
}

std::string value_text(const Json& value) {
  std::string text = compact_json(value);
  constexpr std::size_t kLongest = 60;
  return text.size() > kLongest ? text.substr(0, kLongest) + "..." : text;
}

double read_number(const Json& json, const Limits& limits, const Place& place) {
  if (!json.is_number()) {
    place.fail(value_text(json), " is not a number; allowed: ", limits.text());
  }
  const auto value = json.get<double>();
  if (!limits.contains(value)) {
    place.fail(value_text(json), " is out of range; allowed: ", limits.text());
  }
  return value;
}

std::int64_t read_integer(const Json& json, const Limits& limits, const Place& place) {
  if (!json.is_number_integer()) {
    place.fail(value_text(json), " is not a whole number; allowed: ", limits.text());
  }
  read_number(json, limits, place);
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max()) {
    place.fail(value_text(json), " is out of range; allowed: at most ", std::numeric_limits<std::int64_t>::max());
  }
  return json.get<std::int64_t>();
}

std::string read_text(const Json& json, const Place& place) {
  if (!json.is_string()) {
    const bool quotable = json.is_number() || json.is_boolean();
    place.fail(value_text(json), " is not a text",
               quotable ? concat("; as a text it stands in quotes: \"", value_text(json), "\"") : std::string());
  }
  return json.get<std::string>();
}

std::string read_text_or_number(const Json& json, const Place& place) {
  if (json.is_number()) {
    return number_text(json.get<double>());
  }
  if (!json.is_string()) {
    place.fail(value_text(json), " is neither a text nor a number");
  }
  return json.get<std::string>();
}

/// Index of the name.
std::size_t read_choice(const Json& json, const std::vector<std::string>& allowed, const Place& place) {
  const auto found = std::find_if(allowed.begin(), allowed.end(), [&](const auto& name) { return json == Json(name); });
  if (found == allowed.end()) {
    const std::string near = json.is_string() ? suggestion(json.get<std::string>(), allowed) : std::string();
    place.fail(value_text(json), " is not allowed; allowed: ", join(allowed, ", "), near);
  }
  return static_cast<std::size_t>(found - allowed.begin());
}

void check_list(const Json& json, const Limits& size, const Place& place) {
  if (!json.is_array()) {
    place.fail(value_text(json), " is not a list");
  }
  if (!size.contains(static_cast<double>(json.size()))) {
    place.fail("a list of ", json.size(), " is not allowed; number of items: ", size.text());
  }
}

}  // namespace cre
