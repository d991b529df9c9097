#pragma once
// What a device makes of a network's convolutions alone.

#include <cstdint>

#include <nlohmann/json_fwd.hpp>

#include "layers/layer_table.h"
#include "layers/torch.h"

namespace bench {

/// Of the convolution with most multiply-adds, forward, on random numbers: {"layer": its name, "rate": operations per
/// second}. table: the layers of `network`.
nlohmann::json convolution_rate(const torch::nn::Module& network, const cre::LayerTable& table, std::int64_t batch,
                                at::ScalarType dtype, const at::Device& device);

}  // namespace bench
