#pragma once
// All architectures, each with default settings; see docs/models.md.

#include <memory>

#include "model/architecture.h"

namespace cre {

std::unique_ptr<Architecture> multiscale();
/// Residual blocks and a dilated stack at full resolution.
std::unique_ptr<Architecture> resnet_dilated();
/// The published network of Gosai et al. 2024.
std::unique_ptr<Architecture> malinois();
/// Human LegNet, Penzar et al. 2023 and Agarwal et al. 2025.
std::unique_ptr<Architecture> legnet();

}  // namespace cre
