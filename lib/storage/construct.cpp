#include "storage/construct.h"

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace cre {

std::int64_t Construct::input_length() const {
  return static_cast<std::int64_t>(upstream.size() + downstream.size()) + insert_length;
}

nlohmann::json to_json(const Construct& construct) {
  return {{"insert_length", construct.insert_length},
          {"upstream", construct.upstream},
          {"downstream", construct.downstream},
          {"reverse", construct.reverse == ReverseScope::insert ? "insert" : "construct"}};
}

Construct construct_from_json(const nlohmann::json& json) {
  try {
    Construct construct;
    construct.insert_length = json.at("insert_length").get<std::int64_t>();
    construct.upstream = json.at("upstream").get<std::string>();
    construct.downstream = json.at("downstream").get<std::string>();
    const auto reverse = json.at("reverse").get<std::string>();
    if (construct.insert_length < 1 || (reverse != "insert" && reverse != "construct")) {
      fail(ErrorKind::integrity, "the construct is damaged: insert_length ", construct.insert_length, ", reverse '",
           reverse, "'");
    }
    construct.reverse = reverse == "insert" ? ReverseScope::insert : ReverseScope::construct;
    return construct;
  } catch (const nlohmann::json::exception&) {
    fail(ErrorKind::integrity, "the construct is damaged: it needs insert_length, upstream, downstream, reverse");
  }
}

}  // namespace cre
