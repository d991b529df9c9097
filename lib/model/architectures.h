#pragma once
// All architectures, each with its default settings and in the file of its name; docs/models.md says what they are.

#include <memory>
#include <vector>

#include "model/architecture.h"

namespace cre {

std::unique_ptr<Architecture> multiscale(), resnet_dilated(), malinois(), legnet();

/// The default one first.
std::vector<std::unique_ptr<Architecture>> all_architectures();

}  // namespace cre
