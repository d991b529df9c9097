#pragma once
// Settings as they arrive: a JSON file, and key=value on the command line. A key that is there twice is an error, since
// one of its values would be lost.

#include <string>

#include <nlohmann/json.hpp>

namespace cre {

/// Parses JSON text (comments allowed); `source` names it in errors. Throws config with the line of a syntax error, of
/// a key that is there twice, or of nesting beyond any config.
nlohmann::json parse_settings(const std::string& text, const std::string& source);

/// The same of a file. Throws io as well.
nlohmann::json read_json_file(const std::string& file);

/// Applies "a.b.c=value" to `object`. The value is JSON, or a plain text when it is not; where `schema` (that of the
/// whole config) wants a text it is the text as typed, so that 007 and 2024_01 stay what they are: only null and a text
/// in quotes are read as JSON there. Throws usage, or config for a key twice within the value.
void apply_setting(nlohmann::json& object, const std::string& setting, const nlohmann::ordered_json& schema);

}  // namespace cre
