#include "core/settings_input.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>
#include <vector>

#include "core/config_values.h"
#include "core/error.h"
#include "core/files.h"

namespace cre {

namespace {

using Json = nlohmann::json;
using Schema = nlohmann::ordered_json;

// Objects and lists within each other; recursion over a deeper value could exhaust the stack.
constexpr int kDeepest = 64;

std::int64_t line_at(const std::string& text, std::size_t position) {
  const std::string_view before = std::string_view(text).substr(0, std::min(position, text.size()));
  return 1 + std::count(before.begin(), before.end(), '\n');
}

/// The parser reads character by character: the stream stands after what it just understood.
std::int64_t line_number(const std::string& text, std::istream& stream) {
  return line_at(text, static_cast<std::size_t>(std::max<std::streamoff>(0, stream.tellg())));
}

/// Follows the parser and remembers the keys of every object that is open.
class KeyCheck {
 public:
  KeyCheck(const std::string& text, const std::string& source, std::istream& stream)
      : text_(text), source_(source), stream_(stream) {}

  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    if (depth > kDeepest) {
      refuse("more than ", kDeepest, " levels of nesting");
    }
    if (event == Json::parse_event_t::object_start) {
      open_.emplace_back();
    }
    if (event == Json::parse_event_t::object_end) {
      open_.pop_back();
    }
    if (event == Json::parse_event_t::key && !open_.back().insert(parsed.get<std::string>()).second) {
      refuse(value_text(parsed), " is there twice; keep one of them");
    }
    return true;
  }

 private:
  template <class... Parts>
  [[noreturn]] void refuse(const Parts&... parts) const {
    fail(ErrorKind::config, source_, ": line ", line_number(text_, stream_), ": ", parts...);
  }

  const std::string& text_;
  const std::string& source_;
  std::istream& stream_;
  std::vector<std::set<std::string>> open_;
};

/// What the config says of a key with dots; an empty object when it is unknown (an error later on).
Schema schema_of(const Schema& schema, const std::vector<std::string>& parts) {
  const Schema* at = &schema;
  for (const std::string& part : parts) {
    const auto properties = at->find("properties");
    if (properties == at->end() || !properties->contains(part)) {
      return Schema::object();
    }
    at = &properties->at(part);
  }
  return *at;
}

bool has_type(const Schema& schema, const char* name) {
  const auto type = schema.find("type");
  if (type == schema.end()) {
    return false;
  }
  return type->is_array() ? std::find(type->begin(), type->end(), name) != type->end() : *type == name;
}

bool is_quoted(const std::string& text) {
  return text.size() > 1 && text.front() == '"' && text.back() == '"';
}

Json typed_value(const std::string& text, const std::string& source, const Schema& schema) {
  const bool is_structure =
      (text.starts_with('{') && has_type(schema, "object")) || (text.starts_with('[') && has_type(schema, "array"));
  const bool wants_text = !is_structure && (has_type(schema, "string") || schema.contains("enum"));
  if (wants_text && !is_quoted(text) && !(text == "null" && has_type(schema, "null"))) {
    return text;
  }
  if (!Json::accept(text)) {
    // ".5" and "+1" are numbers to people, but not to JSON.
    const std::optional<double> number = parse_number(text);
    return number && std::isfinite(*number) ? Json(*number) : Json(text);
  }
  return parse_settings(text, source);
}

}  // namespace

Json parse_settings(const std::string& text, const std::string& source) {
  std::istringstream stream(text);
  try {
    return Json::parse(stream, KeyCheck(text, source, stream), true, true);
  } catch (const Json::parse_error& error) {
    fail(ErrorKind::config, source, ": line ", line_at(text, error.byte), ": not valid JSON near byte ", error.byte);
  } catch (const Json::out_of_range&) {
    fail(ErrorKind::config, source, ": line ", line_number(text, stream), ": a number beyond the range of a double");
  }
}

Json read_json_file(const std::string& file) {
  return parse_settings(read_text_file(file), file);
}

void apply_setting(Json& object, const std::string& setting, const Schema& schema) {
  const std::size_t equals = setting.find('=');
  if (equals == std::string::npos || equals == 0) {
    fail(ErrorKind::usage, "--set ", setting, ": expected key=value, for instance qc.se_threshold=0.6");
  }
  const std::vector<std::string> parts = split_text(std::string_view(setting).substr(0, equals), '.');
  Json value = typed_value(setting.substr(equals + 1), "--set " + setting.substr(0, equals), schema_of(schema, parts));
  Json* at = &object;
  for (const std::string& part : parts) {
    if (!at->is_object() && !at->is_null()) {
      fail(ErrorKind::usage, "--set ", setting, ": '", part, "' is below a value that is no section");
    }
    at = &(*at)[part];
  }
  *at = std::move(value);
}

}  // namespace cre
