#include "qc/describe/model_preset.h"

#include "model_preset_files.h"

namespace cre {

ModelPreset model_preset(std::int64_t elements, std::int64_t length) {
  constexpr std::int64_t kFewElements = 30'000;
  constexpr std::int64_t kFewestBases = 16;  // LegNet halves its positions four times
  if (length < kFewestBases) {
    return {};
  }
  if (elements < kFewElements) {
    return {"config/models/legnet-small-data.json", "few thousand elements: the best of those measured on 7,400",
            nlohmann::ordered_json::parse(model_preset_files::legnet_small_data)};
  }
  return {"config/models/multiscale.json", "for tens of thousands of elements and more",
          nlohmann::ordered_json::parse(model_preset_files::multiscale)};
}

}  // namespace cre
