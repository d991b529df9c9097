#include "core/config.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/config_values.h"

namespace cre {

namespace {

using Json = Description::Json;
using Schema = Description::Schema;

Schema base_schema(const char* type, const std::string& unit, const std::string& help) {
  Schema schema;
  schema["type"] = type;
  schema["description"] = help;
  if (!unit.empty()) {
    schema["x-unit"] = unit;
  }
  return schema;
}

void add_limits(Schema& schema, const Limits& limits) {
  if (std::isfinite(limits.low)) {
    schema[limits.low_open ? "exclusiveMinimum" : "minimum"] = limits.low;
  }
  if (std::isfinite(limits.high)) {
    schema[limits.high_open ? "exclusiveMaximum" : "maximum"] = limits.high;
  }
}

void add_size(Schema& schema, const Limits& size) {
  if (size.low > 0) {
    schema["minItems"] = static_cast<std::int64_t>(size.low);
  }
  if (std::isfinite(size.high)) {
    schema["maxItems"] = static_cast<std::int64_t>(size.high);
  }
}

constexpr const char* kTextOrTexts = "text or list of texts";

Schema text_or_texts_schema(const std::string& help) {
  Schema schema;
  schema["type"] = Schema::array({"string", "array"});
  schema["items"]["type"] = "string";
  schema["minItems"] = 1;
  schema["description"] = help;
  schema["x-allowed"] = kTextOrTexts;
  return schema;
}

Json text_or_texts_json(const TextList& value) {
  return value.size() == 1 ? Json(value.texts.front()) : Json(value.texts);
}

TextList read_text_or_texts(const Json& json, const Place& place, const std::string& allowed) {
  if (json.is_array()) {
    return read_list<std::string>(json, at_least(1), place, read_text);
  }
  if (json.is_object() || json.is_null()) {
    place.fail(value_text(json), " is not allowed; allowed: ", allowed);
  }
  return read_text(json, place);
}

Schema nullable(Schema schema) {
  schema["type"] = Schema::array({schema.at("type"), "null"});
  return schema;
}

}  // namespace

void Description::add(Field field) {
  fields_.push_back(std::move(field));
}

void Description::flag(const std::string& name, bool& value, const std::string& help) {
  add({name, base_schema("boolean", "", help), [&value] { return Json(value); },
       [&value](const Json& json, const Place& place) {
         if (!json.is_boolean()) {
           place.fail(value_text(json), " is not allowed; allowed: true, false");
         }
         value = json.get<bool>();
       }});
}

void Description::integer(const std::string& name, std::int64_t& value, Limits limits, const std::string& unit,
                          const std::string& help) {
  Schema schema = base_schema("integer", unit, help);
  add_limits(schema, limits);
  add({name, schema, [&value] { return Json(value); },
       [&value, limits](const Json& json, const Place& place) { value = read_integer(json, limits, place); }});
}

void Description::number(const std::string& name, double& value, Limits limits, const std::string& unit,
                         const std::string& help) {
  Schema schema = base_schema("number", unit, help);
  add_limits(schema, limits);
  add({name, schema, [&value] { return Json(value); },
       [&value, limits](const Json& json, const Place& place) { value = read_number(json, limits, place); }});
}

void Description::number(const std::string& name, std::optional<double>& value, Limits limits, const std::string& unit,
                         const std::string& help) {
  Schema schema = nullable(base_schema("number", unit, help));
  add_limits(schema, limits);
  add({name, schema, [&value] { return value ? Json(*value) : Json(); },
       [&value, limits](const Json& json, const Place& place) {
         value = json.is_null() ? std::nullopt : std::optional(read_number(json, limits, place));
       }});
}

void Description::integer(const std::string& name, std::optional<std::int64_t>& value, Limits limits,
                          const std::string& unit, const std::string& help) {
  Schema schema = nullable(base_schema("integer", unit, help));
  add_limits(schema, limits);
  add({name, schema, [&value] { return value ? Json(*value) : Json(); },
       [&value, limits](const Json& json, const Place& place) {
         value = json.is_null() ? std::nullopt : std::optional(read_integer(json, limits, place));
       }});
}

void Description::text(const std::string& name, std::string& value, const std::string& help) {
  add({name, base_schema("string", "", help), [&value] { return Json(value); },
       [&value](const Json& json, const Place& place) { value = read_text(json, place); }});
}

void Description::text(const std::string& name, std::optional<std::string>& value, const std::string& help) {
  add({name, nullable(base_schema("string", "", help)), [&value] { return value ? Json(*value) : Json(); },
       [&value](const Json& json, const Place& place) {
         value = json.is_null() ? std::nullopt : std::optional(read_text(json, place));
       }});
}

void Description::text_or_texts(const std::string& name, TextList& value, const std::string& help) {
  add({name, text_or_texts_schema(help), [&value] { return text_or_texts_json(value); },
       [&value](const Json& json, const Place& place) { value = read_text_or_texts(json, place, kTextOrTexts); }});
}

void Description::text_or_texts(const std::string& name, std::optional<TextList>& value, const std::string& help) {
  const std::string allowed = concat(kTextOrTexts, ", or null");
  Schema schema = text_or_texts_schema(help);
  schema["type"].push_back("null");
  schema["x-allowed"] = allowed;
  add({name, schema, [&value] { return value ? text_or_texts_json(*value) : Json(); },
       [&value, allowed](const Json& json, const Place& place) {
         value = json.is_null() ? std::nullopt : std::optional(read_text_or_texts(json, place, allowed));
       }});
}

void Description::integers(const std::string& name, std::vector<std::int64_t>& value, Limits limits, Limits size,
                           const std::string& unit, const std::string& help) {
  Schema schema = base_schema("array", unit, help);
  schema["items"]["type"] = "integer";
  add_limits(schema["items"], limits);
  add_size(schema, size);
  add({name, schema, [&value] { return Json(value); },
       [&value, limits, size](const Json& json, const Place& place) {
         value = read_list<std::int64_t>(json, size, place, [&](const Json& item, const Place& where) {
           return read_integer(item, limits, where);
         });
       }});
}

void Description::numbers(const std::string& name, std::vector<double>& value, Limits limits, Limits size,
                          const std::string& unit, const std::string& help) {
  Schema schema = base_schema("array", unit, help);
  schema["items"]["type"] = "number";
  add_limits(schema["items"], limits);
  add_size(schema, size);
  add({name, schema, [&value] { return Json(value); },
       [&value, limits, size](const Json& json, const Place& place) {
         value = read_list<double>(
             json, size, place, [&](const Json& item, const Place& where) { return read_number(item, limits, where); });
       }});
}

void Description::numbers_by_name(const std::string& name, std::map<std::string, double>& value, Limits limits,
                                  const std::string& unit, const std::string& help) {
  Schema schema = base_schema("object", unit, help);
  schema["additionalProperties"]["type"] = "number";
  add_limits(schema["additionalProperties"], limits);
  schema["x-allowed"] = concat("names, each with a number", std::isfinite(limits.low) ? " " + limits.text() : "");
  add({name, schema, [&value] { return Json(value); },
       [&value, limits](const Json& json, const Place& place) {
         if (!json.is_object()) {
           place.fail(value_text(json), " is not a section of names and numbers");
         }
         value.clear();
         for (const auto& entry : json.items()) {
           value[entry.key()] = read_number(entry.value(), limits, place.child(entry.key()));
         }
       }});
}

void Description::texts(const std::string& name, std::vector<std::string>& value, Limits size,
                        const std::string& help) {
  Schema schema = base_schema("array", "", help);
  schema["items"]["type"] = Schema::array({"string", "number"});
  add_size(schema, size);
  add({name, schema, [&value] { return Json(value); },
       [&value, size](const Json& json, const Place& place) {
         value = read_list<std::string>(json, size, place, read_text_or_number);
       }});
}

void Description::word_maps(const std::string& name, WordMaps& value, const std::string& allowed,
                            const std::string& help) {
  Schema schema = base_schema("object", "", help);
  schema["additionalProperties"] = {{"type", "object"}};
  schema["additionalProperties"]["additionalProperties"] = {{"type", {"string", "number", "null"}}};
  schema["x-allowed"] = allowed;
  const auto get = [&value] {
    Json out = Json::object();
    for (const auto& [map, words] : value) {
      out[map] = Json::object();
      for (const auto& [word, meaning] : words) {
        out[map][word] = meaning ? Json(*meaning) : Json();
      }
    }
    return out;
  };
  const auto section = [](const Json& json, const Place& place) -> const Json& {
    if (!json.is_object()) {
      place.fail(value_text(json), " is not a section of keys and values");
    }
    return json;
  };
  add({name, schema, get, [&value, section](const Json& json, const Place& place) {
         value.clear();
         for (const auto& map : section(json, place).items()) {
           const Place inside = place.child(map.key());
           auto& words = value[map.key()];
           for (const auto& word : section(map.value(), inside).items()) {
             words[word.key()] = word.value().is_null()
                                     ? std::nullopt
                                     : std::optional(read_text_or_number(word.value(), inside.child(word.key())));
           }
         }
       }});
}

void Description::add_choice(const std::string& name, const std::vector<std::string>& allowed, const std::string& help,
                             std::function<std::string()> get, std::function<void(std::size_t)> set) {
  Schema schema;
  schema["enum"] = allowed;
  schema["description"] = help;
  add({name, schema, [get = std::move(get)] { return Json(get()); },
       [allowed, set = std::move(set)](const Json& json, const Place& place) {
         set(read_choice(json, allowed, place));
       }});
}

void Description::add_choices(const std::string& name, const std::vector<std::string>& allowed, const std::string& help,
                              std::function<std::vector<std::string>()> get,
                              std::function<void(const std::vector<std::size_t>&)> set) {
  Schema schema = base_schema("array", "", help);
  schema["items"]["enum"] = allowed;
  schema["uniqueItems"] = true;
  add({name, schema, [get = std::move(get)] { return Json(get()); },
       [allowed, set = std::move(set)](const Json& json, const Place& place) {
         const auto chosen = read_list<std::size_t>(json, Limits{}, place, [&](const Json& item, const Place& where) {
           return read_choice(item, allowed, where);
         });
         if (std::set<std::size_t>(chosen.begin(), chosen.end()).size() != chosen.size()) {
           place.fail(value_text(json), " names a choice twice");
         }
         set(chosen);
       }});
}

void Description::allow_word(const std::string& word, std::function<bool()> is_word, std::function<void()> set_word) {
  Field& field = fields_.back();
  const std::string allowed =
      concat(word, " or a list of ", join(field.schema["items"]["enum"].get<std::vector<std::string>>(), ", "));
  field.schema["type"] = Schema::array({"string", "array"});
  field.schema["pattern"] = concat("^", word, "$");
  field.schema["x-allowed"] = allowed;
  field.get = [word, is_word = std::move(is_word), list = std::move(field.get)] {
    return is_word() ? Json(word) : list();
  };
  field.set = [word, allowed, set_word = std::move(set_word), list = std::move(field.set)](const Json& json,
                                                                                           const Place& place) {
    if (json == Json(word)) {
      set_word();
      return;
    }
    if (!json.is_array()) {
      place.fail(value_text(json), " is not allowed; allowed: ", allowed);
    }
    list(json, place);
  };
}

void Description::add_section(const std::string& name, const Description& inner, const std::string& help) {
  Schema schema = inner.schema();
  schema["description"] = help;
  add({name, schema, [inner] { return inner.dump(); },
       [inner](const Json& json, const Place& place) { inner.read(json, place); }});
}

void Description::add_choice_or_section(const std::string& name, const std::vector<std::string>& allowed,
                                        const Description& inner, const std::string& help,
                                        std::function<std::string()> get,
                                        std::function<void(std::optional<std::size_t>)> set) {
  Schema schema = inner.schema();
  schema["type"] = Schema::array({"string", "object"});
  schema["pattern"] = concat("^(", join(allowed, "|"), ")$");  // of a text
  schema["x-allowed"] = concat(join(allowed, ", "), ", or a section of keys and values");
  schema["description"] = help;
  add({name, schema,
       [inner, get = std::move(get)] {
         const std::string chosen = get();
         return chosen.empty() ? inner.dump() : Json(chosen);
       },
       [inner, allowed, set = std::move(set)](const Json& json, const Place& place) {
         if (json.is_object()) {
           inner.read(json, place);
           set(std::nullopt);
         } else {
           set(read_choice(json, allowed, place));
         }
       }});
}

void Description::add_texts_or_section(const std::string& name, TextList& value, const Description& inner,
                                       bool& is_section, const std::string& help) {
  const std::string allowed = concat(kTextOrTexts, ", or a section of keys and values");
  Schema schema = inner.schema();
  schema["type"] = Schema::array({"string", "array", "object"});
  schema["items"]["type"] = "string";
  schema["minItems"] = 1;
  schema["x-allowed"] = allowed;
  schema["description"] = help;
  add({name, schema, [inner, &value, &is_section] { return is_section ? inner.dump() : text_or_texts_json(value); },
       [inner, allowed, &value, &is_section](const Json& json, const Place& place) {
         is_section = json.is_object();
         if (is_section) {
           inner.read(json, place);
         } else {
           value = read_text_or_texts(json, place, allowed);
         }
       }});
}

void Description::add_items(const std::string& name, Limits size, Schema item_schema, const std::string& help,
                            std::function<Json()> get, std::function<void(const Json&, const Place&)> set) {
  Schema schema = base_schema("array", "", help);
  schema["items"] = std::move(item_schema);
  add_size(schema, size);
  add({name, schema, std::move(get), [size, set = std::move(set)](const Json& json, const Place& place) {
         check_list(json, size, place);
         set(json, place);
       }});
}

void Description::unused_when(const std::string& name, const std::vector<When>& condition) {
  const auto field = std::find_if(fields_.begin(), fields_.end(), [&](const Field& f) { return f.name == name; });
  require(field != fields_.end(), "unused_when names a field that was described before");
  Schema parts = Schema::object();
  for (const When& part : condition) {
    Schema values = Schema::array();
    for (const Json& value : part.values) {
      values.push_back(Schema::parse(value.dump()));
    }
    parts[part.key] = part.inverse ? Schema{{"not", values}} : values;
  }
  field->schema["x-unused-when"].push_back(std::move(parts));
}

void Description::rule(std::function<void(const Place&)> check) {
  rules_.push_back(std::move(check));
}

void Description::read(const Json& object, const Place& place) const {
  if (!object.is_object()) {
    place.fail(value_text(object), " is not a section of keys and values");
  }
  std::vector<std::string> names;
  for (const Field& field : fields_) {
    names.push_back(field.name);
  }
  for (const auto& entry : object.items()) {
    if (std::find(names.begin(), names.end(), entry.key()) == names.end()) {
      place.child(entry.key()).fail("unknown key", suggestion(entry.key(), names), "; allowed: ", join(names, ", "));
    }
  }
  for (const Field& field : fields_) {
    if (const auto found = object.find(field.name); found != object.end()) {
      field.set(*found, place.child(field.name));
    }
  }
  for (const auto& check : rules_) {
    check(place);
  }
}

Json Description::dump() const {
  Json out = Json::object();
  for (const Field& field : fields_) {
    out[field.name] = field.get();
  }
  for (const Field& field : fields_) {
    const auto condition = field.schema.find("x-when");
    if (condition == field.schema.end()) {
      continue;
    }
    for (const auto& [key, choice] : condition->items()) {
      if (out.at(key) != Json(choice.get<std::string>())) {
        out.erase(field.name);
      }
    }
  }
  return out;
}

Schema Description::schema() const {
  Schema out;
  out["type"] = "object";
  out["additionalProperties"] = false;
  out["properties"] = Schema::object();
  for (const Field& field : fields_) {
    Schema schema = field.schema;
    schema["default"] = Schema::parse(field.get().dump());
    out["properties"][field.name] = std::move(schema);
  }
  return out;
}

}  // namespace cre
