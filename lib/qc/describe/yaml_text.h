#pragma once
// A config as YAML, with comments.

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace cre {

/// Lines of comment above a key, by its dotted name ("qc.se_rule").
using YamlComments = std::map<std::string, std::vector<std::string>>;

/// Nested objects line by line; small ones that hold no others, and lists, on one line. Ends with a line end.
std::string yaml_text(const nlohmann::ordered_json& config, const YamlComments& comments);

/// `text` in lines of at most `width` characters, where it has blanks to break it at.
std::vector<std::string> wrapped(const std::string& text, std::size_t width);

}  // namespace cre
