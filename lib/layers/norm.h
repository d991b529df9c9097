#pragma once
// Which normalisation a layer has: one of its weights, one of its outputs, both or none.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/names.h"

namespace cre {

enum class Norm { none, weight, batch, group, layer, weight_batch, weight_group, weight_layer };

/// Normalisation of a layer's outputs.
enum class OutputNorm { none, batch, group, layer };

/// Names as they stand in the config: "weight+batch".
const Names<Norm>& norm_names();

/// Weight norm, w = g v / |v| per output channel (Salimans & Kingma 2016)?
bool has_weight_norm(Norm norm);

OutputNorm output_norm(Norm norm);

}  // namespace cre
