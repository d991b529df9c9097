#include "storage/construct.h"

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace cre {

const Names<ReverseScope>& reverse_names() {
  static const Names<ReverseScope> names = {{"insert", ReverseScope::insert}, {"construct", ReverseScope::construct}};
  return names;
}

std::int64_t Construct::input_length() const {
  return static_cast<std::int64_t>(upstream.size() + downstream.size()) + insert_length;
}

nlohmann::json to_json(const Construct& construct) {
  return {{"insert_length", construct.insert_length},
          {"upstream", construct.upstream},
          {"downstream", construct.downstream},
          {"reverse", name_of(construct.reverse, reverse_names())}};
}

Construct construct_from_json(const nlohmann::json& json) {
  try {
    Construct construct;
    construct.insert_length = json.at("insert_length").get<std::int64_t>();
    construct.upstream = json.at("upstream").get<std::string>();
    construct.downstream = json.at("downstream").get<std::string>();
    const auto name = json.at("reverse").get<std::string>();
    const std::optional<ReverseScope> reverse = value_named(name, reverse_names());
    if (construct.insert_length < 1 || !reverse) {
      fail(ErrorKind::integrity, "the construct is damaged: insert_length ", construct.insert_length, ", reverse '",
           name, "'");
    }
    construct.reverse = *reverse;
    return construct;
  } catch (const nlohmann::json::exception&) {
    fail(ErrorKind::integrity, "the construct is damaged: it needs insert_length, upstream, downstream, reverse");
  }
}

}  // namespace cre
