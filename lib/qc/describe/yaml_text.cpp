#include "qc/describe/yaml_text.h"

#include <algorithm>
#include <cctype>

#include "core/json_text.h"
#include "core/text.h"

namespace cre {
namespace {

using YamlValue = nlohmann::ordered_json;

constexpr std::size_t kWidth = 100;

/// Without quotes these would be other values, or end a text early. The others are letters, digits, blanks and _ . / -
bool needs_quotes(const std::string& text) {
  static const std::vector<std::string> kWords = {"yes", "no", "true", "false", "null", "on",
                                                  "off", "y",  "n",    "nan",   "inf"};
  const auto is_plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_./- ").find(c) != std::string_view::npos;
  };
  return text.empty() || (std::isalpha(static_cast<unsigned char>(text[0])) == 0 && text[0] != '/') ||
         text.back() == ' ' || !std::all_of(text.begin(), text.end(), is_plain) ||
         std::find(kWords.begin(), kWords.end(), lower_case(text)) != kWords.end();
}

std::string flow(const YamlValue& value) {
  std::vector<std::string> parts;
  if (value.is_string()) {
    const auto text = value.get<std::string>();
    return needs_quotes(text) ? compact_json(value) : text;
  }
  if (value.is_array()) {
    std::transform(value.begin(), value.end(), std::back_inserter(parts), flow);
    return concat("[", join(parts, ", "), "]");
  }
  if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) {
      parts.push_back(concat(flow(YamlValue(key)), ": ", flow(inner)));
    }
    return concat("{", join(parts, ", "), "}");
  }
  return compact_json(value);
}

bool holds_objects(const YamlValue& value) {
  return std::any_of(value.begin(), value.end(), [](const YamlValue& inner) {
    return inner.is_object() || (inner.is_array() && !inner.empty() && inner.front().is_object());
  });
}

class YamlWriter {
 public:
  explicit YamlWriter(const YamlComments& comments) : comments_(comments) {}

  void write(const YamlValue& object, std::size_t depth, const std::string& path) {
    const std::string indent(2 * depth, ' ');
    for (const auto& [key, value] : object.items()) {
      const std::string place = path.empty() ? key : concat(path, ".", key);
      write_comments(place, indent);
      const std::string name = concat(indent, flow(YamlValue(key)), ":");
      const std::string line = concat(name, " ", flow(value));
      if (value.is_array() && !value.empty() && value.front().is_object()) {
        text += concat(name, "\n");
        for (const YamlValue& item : value) {
          text += concat(indent, "  - ", flow(item), "\n");
        }
      } else if (value.is_object() &&
                 (depth == 0 || holds_objects(value) || has_comments_in(place) || line.size() > kWidth)) {
        text += concat(name, "\n");
        write(value, depth + 1, place);
      } else {
        text += concat(line, "\n");
      }
    }
  }

  std::string text;

 private:
  void write_comments(const std::string& place, const std::string& indent) {
    const auto found = comments_.find(place);
    if (found == comments_.end()) {
      return;
    }
    for (const std::string& comment : found->second) {
      for (const std::string& line : wrapped(comment, 116 - indent.size())) {
        text += concat(indent, "# ", line, "\n");
      }
    }
  }
  bool has_comments_in(const std::string& place) const {
    const auto next = comments_.lower_bound(place + ".");
    return next != comments_.end() && next->first.starts_with(place + ".");
  }

  const YamlComments& comments_;
};

}  // namespace

std::string yaml_text(const nlohmann::ordered_json& config, const YamlComments& comments) {
  YamlWriter writer(comments);
  writer.write(config, 0, "");
  return std::move(writer.text);
}

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines;
  for (const std::string& word : split_text(text, ' ')) {
    if (lines.empty() || lines.back().size() + 1 + word.size() > width) {
      lines.push_back(word);
    } else {
      lines.back() += concat(" ", word);
    }
  }
  return lines;
}

}  // namespace cre
