#pragma once
// One description of a config, many uses. A settings struct is described once, by a free function
//     void describe(Description& d, QcConfig& c) { d.number("se_threshold", c.se_threshold, {...}, "l2fc", "..."); }
// and from that come parsing with ranges and unknown-key errors, the resolved dump, and the JSON Schema
// (which `config/README.md` and `workflow/schemas/` are generated from). Defaults are the struct's initialisers.

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/names.h"
#include "core/text_list.h"

namespace cre {

/// Allowed numbers; an open end excludes the limit itself.
struct Limits {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;
  bool high_open = false;

  bool contains(double value) const;
  /// "in [0, 1)", "at least 1", "any number".
  std::string text() const;
};

inline Limits at_least(double low) {
  return {.low = low};
}
inline Limits above(double low) {
  return {.low = low, .low_open = true};
}
inline Limits between(double low, double high) {
  return {.low = low, .high = high};
}
inline Limits from_zero_below_one() {
  return {.low = 0.0, .high = 1.0, .high_open = true};
}

/// Part of a condition: another key has one of some values (or none of them). The key stands beside the one that the
/// condition is about ("kind"), or anywhere: "/model.motifs" is a path from the top of the config.
struct When {
  std::string key;
  std::vector<nlohmann::json> values;
  bool inverse = false;
};
inline When is(std::string key, std::vector<nlohmann::json> values) {
  return {std::move(key), std::move(values), false};
}
inline When is_not(std::string key, std::vector<nlohmann::json> values) {
  return {std::move(key), std::move(values), true};
}

/// Words by name, and what each stands for; nothing: null.
using WordMaps = std::map<std::string, std::map<std::string, std::optional<std::string>>>;

/// Where a value stands, for error messages: "config.json: qc.se_threshold".
class Place {
 public:
  Place(std::string file, std::string key) : file_(std::move(file)), key_(std::move(key)) {}
  Place child(const std::string& name) const;
  Place item(std::size_t index) const;
  std::string text() const;
  /// Throws a config error at this place.
  template <class... Parts>
  [[noreturn]] void fail(const Parts&... parts) const {
    cre::fail(ErrorKind::config, text(), ": ", parts...);
  }

 private:
  std::string file_, key_;
};

/// The fields of one settings struct, in declaration order, bound to one instance of it.
class Description {
 public:
  using Json = nlohmann::json;
  using Schema = nlohmann::ordered_json;

  void flag(const std::string& name, bool& value, const std::string& help);
  void integer(const std::string& name, std::int64_t& value, Limits limits, const std::string& unit,
               const std::string& help);
  void number(const std::string& name, double& value, Limits limits, const std::string& unit, const std::string& help);
  void text(const std::string& name, std::string& value, const std::string& help);
  /// A text that may be null (absent).
  void text(const std::string& name, std::optional<std::string>& value, const std::string& help);
  /// A number that may be null.
  void number(const std::string& name, std::optional<double>& value, Limits limits, const std::string& unit,
              const std::string& help);
  /// A whole number that may be null.
  void integer(const std::string& name, std::optional<std::int64_t>& value, Limits limits, const std::string& unit,
               const std::string& help);
  /// Lists: `size` limits the number of items, `limits` each item.
  void integers(const std::string& name, std::vector<std::int64_t>& value, Limits limits, Limits size,
                const std::string& unit, const std::string& help);
  void numbers(const std::string& name, std::vector<double>& value, Limits limits, Limits size, const std::string& unit,
               const std::string& help);

  /// A section whose keys are names of the user's (of columns, say), each with a number.
  void numbers_by_name(const std::string& name, std::map<std::string, double>& value, Limits limits,
                       const std::string& unit, const std::string& help);

  /// A list of texts; a number in it counts as its shortest text (3.0 as "3").
  void texts(const std::string& name, std::vector<std::string>& value, Limits size, const std::string& help);

  /// A text or a list of texts, one at least.
  void text_or_texts(const std::string& name, TextList& value, const std::string& help);
  /// The same, or null.
  void text_or_texts(const std::string& name, std::optional<TextList>& value, const std::string& help);
  /// Sections of any name, each with any words and what they stand for: a text, a number (its shortest text), or null.
  /// `allowed` says so to people.
  void word_maps(const std::string& name, WordMaps& value, const std::string& allowed, const std::string& help);

  /// One of several names.
  template <class Enum>
  void choice(const std::string& name, Enum& value, const Names<Enum>& names, const std::string& help) {
    add_choice(
        name, names_of(names), help, [&value, names] { return name_of(value, names); },
        [&value, names](std::size_t index) { value = names.at(index).second; });
  }

  /// A list of different names out of several; may be empty.
  template <class Enum>
  void choices(const std::string& name, std::vector<Enum>& values, const Names<Enum>& names, const std::string& help) {
    add_choices(
        name, names_of(names), help,
        [&values, names] {
          std::vector<std::string> out;
          for (const Enum value : values) {
            out.push_back(name_of(value, names));
          }
          return out;
        },
        [&values, names](const std::vector<std::size_t>& indices) {
          values.clear();
          for (const std::size_t index : indices) {
            values.push_back(names.at(index).second);
          }
        });
  }

  /// The same, or the word `automatic` in place of the list: nothing then.
  template <class Enum>
  void choices(const std::string& name, std::optional<std::vector<Enum>>& values, const Names<Enum>& names,
               const std::string& automatic, const std::string& help) {
    add_choices(
        name, names_of(names), help,
        [&values, names] {
          std::vector<std::string> out;
          for (const Enum value : values.value_or(std::vector<Enum>{})) {
            out.push_back(name_of(value, names));
          }
          return out;
        },
        [&values, names](const std::vector<std::size_t>& indices) {
          values.emplace();
          for (const std::size_t index : indices) {
            values->push_back(names.at(index).second);
          }
        });
    allow_word(automatic, [&values] { return !values.has_value(); }, [&values] { values.reset(); });
  }

  /// A nested settings struct with a describe() of its own.
  template <class Section>
  void section(const std::string& name, Section& value, const std::string& help) {
    Description inner;
    describe(inner, value);
    add_section(name, inner, help);
  }

  /// A section that counts only while the choice `key` has the value `choice`: dump() leaves it out otherwise. It may
  /// be given all the same, so that a variant can choose another one.
  template <class Section>
  void section_if(const std::string& name, Section& value, const std::string& key, const std::string& choice,
                  const std::string& help) {
    Description inner;
    describe(inner, value);
    add_section(name, inner, help);
    fields_.back().schema["x-when"] = {{key, choice}};
  }

  /// One of several names, or a section: `value` is then `section_value`.
  template <class Enum, class Section>
  void choice_or_section(const std::string& name, Enum& value, const Names<Enum>& names, Enum section_value,
                         Section& section, const std::string& help) {
    Description inner;
    describe(inner, section);
    add_choice_or_section(
        name, names_of(names), inner, help,
        [&value, names, section_value] { return value == section_value ? std::string() : name_of(value, names); },
        [&value, names, section_value](std::optional<std::size_t> index) {
          value = index ? names.at(*index).second : section_value;
        });
  }

  /// A text, a list of texts, or a section: `is_section` says which of them.
  template <class Section>
  void texts_or_section(const std::string& name, TextList& value, Section& section, bool& is_section,
                        const std::string& help) {
    Description inner;
    describe(inner, section);
    add_texts_or_section(name, value, inner, is_section, help);
  }

  /// The key `name` has no effect while every part of the condition holds; with several calls, while one of them says
  /// so. Who sets it all the same is warned (core/unused_settings.h, and the workflow's counterpart).
  void unused_when(const std::string& name, const std::vector<When>& condition);

  /// A list of settings structs.
  template <class Item>
  void items(const std::string& name, std::vector<Item>& value, Limits size, const std::string& help) {
    Item sample{};
    Description inner;
    describe(inner, sample);
    add_items(
        name, size, inner.schema(), help,
        [&value] {
          Json out = Json::array();
          for (Item& item : value) {
            Description d;
            describe(d, item);
            out.push_back(d.dump());
          }
          return out;
        },
        [&value](const Json& json, const Place& place) {
          value.clear();
          for (std::size_t i = 0; i < json.size(); ++i) {
            Item item{};
            Description d;
            describe(d, item);
            d.read(json[i], place.item(i));
            value.push_back(std::move(item));
          }
        });
  }

  /// A rule over several fields, checked after all were read; call place.child("key").fail(...) in it.
  void rule(std::function<void(const Place&)> check);

  /// Sets the bound struct from an object; absent keys keep their defaults. Throws config errors.
  void read(const Json& object, const Place& place) const;
  /// Every field with its present value.
  Json dump() const;
  /// JSON Schema (2020-12) with defaults taken from the present values.
  Schema schema() const;

 private:
  struct Field {
    std::string name;
    Schema schema;  // without "default"
    std::function<Json()> get;
    std::function<void(const Json&, const Place&)> set;
  };

  template <class Enum>
  static std::vector<std::string> names_of(const Names<Enum>& names) {
    std::vector<std::string> out;
    for (const auto& entry : names) {
      out.push_back(entry.first);
    }
    return out;
  }

  void add(Field field);
  void add_choice(const std::string& name, const std::vector<std::string>& allowed, const std::string& help,
                  std::function<std::string()> get, std::function<void(std::size_t)> set);
  void add_choices(const std::string& name, const std::vector<std::string>& allowed, const std::string& help,
                   std::function<std::vector<std::string>()> get,
                   std::function<void(const std::vector<std::size_t>&)> set);
  /// The list added last may also be this word: `is_word` says whether it is, `set_word` makes it so.
  void allow_word(const std::string& word, std::function<bool()> is_word, std::function<void()> set_word);
  void add_section(const std::string& name, const Description& inner, const std::string& help);
  /// `get` gives no name, and `set` gets no index, for the section.
  void add_choice_or_section(const std::string& name, const std::vector<std::string>& allowed, const Description& inner,
                             const std::string& help, std::function<std::string()> get,
                             std::function<void(std::optional<std::size_t>)> set);
  void add_texts_or_section(const std::string& name, TextList& value, const Description& inner, bool& is_section,
                            const std::string& help);
  void add_items(const std::string& name, Limits size, Schema item_schema, const std::string& help,
                 std::function<Json()> get, std::function<void(const Json&, const Place&)> set);

  std::vector<Field> fields_;
  std::vector<std::function<void(const Place&)>> rules_;
};

/// Any settings struct seen through its description; lets code that is no template handle configs.
class ConfigView {
 public:
  template <class Config>
  explicit ConfigView(Config& config) {
    describe(description_, config);
  }
  void read(const nlohmann::json& object, const std::string& file) const { description_.read(object, Place(file, "")); }
  nlohmann::json dump() const { return description_.dump(); }
  nlohmann::ordered_json schema() const { return description_.schema(); }

 private:
  Description description_;
};

}  // namespace cre
