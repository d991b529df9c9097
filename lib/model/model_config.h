#pragma once
// The "model" section: which architecture, and its sizes.

#include "core/config.h"
#include "model/multiscale.h"

namespace cre {

enum class Architecture { multiscale };

struct ModelConfig {
  Architecture architecture = Architecture::multiscale;
  MultiscaleConfig multiscale;  // its keys stand directly in the section
};

void describe(Description& d, ModelConfig& c);

}  // namespace cre
