#pragma once
// A network's parameters and buffers as named plain arrays, and back.

#include <string>
#include <vector>

#include "model/network.h"
#include "storage/model_file.h"

namespace cre {

/// Parameters, then buffers, each in order of declaration, float32.
std::vector<NamedArray> weights_of(const Network& network);

/// Copies values into the network. Every name must be on both sides with the same shape: throws integrity with `place`
/// (a file name) and the lists of missing names, unexpected names and differing shapes.
void load_weights(Network& network, const std::vector<NamedArray>& weights, const std::string& place);

}  // namespace cre
