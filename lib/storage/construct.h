#pragma once
// What surrounds the measured insert in the reporter, and what reverse complement flips.
// The construct is part of every dataset and model; a model refuses data of another construct.

#include <cstdint>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/names.h"

namespace cre {

enum class ReverseScope { insert, construct };
const Names<ReverseScope>& reverse_names();

struct Construct {
  std::int64_t insert_length = 0;  // bases
  std::string upstream;            // constant bases 5' of the insert, may be empty
  std::string downstream;          // constant bases 3' of the insert, may be empty
  ReverseScope reverse = ReverseScope::insert;

  /// Length of the network input: upstream + insert + downstream, bases.
  std::int64_t input_length() const;
  bool operator==(const Construct&) const = default;
};

nlohmann::json to_json(const Construct& construct);
Construct construct_from_json(const nlohmann::json& json);

}  // namespace cre
