#pragma once
// The layers of a network with their shapes and multiply-adds.

#include "layers/layer_table.h"
#include "model/network.h"

namespace cre {

/// From one pass of one element through a network on the processor; its weights may be anything.
LayerTable layers_of(Network& network);

}  // namespace cre
