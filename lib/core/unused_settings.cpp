#include "core/unused_settings.h"

#include <algorithm>
#include <optional>

#include "core/config_values.h"
#include "core/text.h"

namespace cre {

namespace {

using Json = nlohmann::json;
using Schema = nlohmann::ordered_json;

const Json* value_at(const Json& config, const std::string& path) {
  const Json* at = &config;
  for (const std::string& part : split_text(path, '.')) {
    if (!at->is_object() || !at->contains(part)) {
      return nullptr;
    }
    at = &at->at(part);
  }
  return at;
}

class Search {
 public:
  explicit Search(const Json& resolved) : resolved_(resolved) {}

  /// `path` is the section's with a dot after it, or empty at the top.
  void look_into(const Json& given, const Schema& schema, const std::string& path) {
    if (!given.is_object() || !schema.contains("properties")) {
      return;
    }
    for (const auto& [name, inner] : schema.at("properties").items()) {
      if (!given.contains(name)) {
        continue;
      }
      const Json& value = given.at(name);
      if (const std::optional<std::string> reason = why_unused(value, inner, path)) {
        found_.push_back(concat(path, name, " has no effect with ", *reason));
      } else {
        look_into(value, inner, path + name + ".");
      }
    }
  }

  std::vector<std::string> found() && { return std::move(found_); }

 private:
  std::optional<std::string> why_unused(const Json& value, const Schema& schema, const std::string& path) const {
    if (schema.contains("x-when")) {
      for (const auto& [key, choice] : schema.at("x-when").items()) {
        const Schema other = {{key, {{"not", Schema::array({choice})}}}};
        if (auto reason = reason_of(other, path)) {
          return reason;
        }
      }
    }
    if (schema.contains("x-unused-when") && value != Json::parse(schema.at("default").dump())) {
      for (const Schema& condition : schema.at("x-unused-when")) {
        if (auto reason = reason_of(condition, path)) {
          return reason;
        }
      }
    }
    return std::nullopt;
  }

  /// "train.loss.kind "mse"" when all parts hold.
  std::optional<std::string> reason_of(const Schema& condition, const std::string& path) const {
    std::vector<std::string> texts;
    for (const auto& [key, values] : condition.items()) {
      const std::string place = key.starts_with('/') ? key.substr(1) : path + key;
      const Json* value = value_at(resolved_, place);
      const bool inverse = values.is_object();
      const Json listed = Json::parse((inverse ? values.at("not") : values).dump());
      if (value == nullptr || (std::find(listed.begin(), listed.end(), *value) != listed.end()) == inverse) {
        return std::nullopt;
      }
      texts.push_back(concat(place, ": ", value->is_string() ? value->get<std::string>() : value_text(*value)));
    }
    return join(texts, " and ");
  }

  const Json& resolved_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> unused_settings(const Json& given, const Json& resolved, const Schema& schema) {
  Search search(resolved);
  search.look_into(given, schema, "");
  return std::move(search).found();
}

}  // namespace cre
