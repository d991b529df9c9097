#pragma once
// All architectures, each with its default settings and in the file of its name; docs/models.md says what they are.

#include <memory>

#include "model/architecture.h"

namespace cre {

std::unique_ptr<Architecture> multiscale(), resnet_dilated(), malinois(), legnet();

}  // namespace cre
