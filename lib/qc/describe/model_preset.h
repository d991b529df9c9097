#pragma once
// Which of config/models suits a table of some size.

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

namespace cre {

struct ModelPreset {
  std::string file;               // "config/models/legnet-small-data.json"
  std::string reason;             // why it suits
  nlohmann::ordered_json config;  // its sections, model and train
};

/// `elements` of `length` bases. Nothing fits fewer than 16 bases: `file` is empty then.
ModelPreset model_preset(std::int64_t elements, std::int64_t length);

}  // namespace cre
