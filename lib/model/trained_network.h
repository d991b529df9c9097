#pragma once
// A network as model.h5 describes it.

#include <filesystem>
#include <memory>

#include "model/network.h"
#include "storage/model_file.h"

namespace cre {

/// Builds the architecture of `model` and loads its weights. `file` is only named in errors. Throws integrity when
/// the architecture section or the weights do not fit this build.
std::shared_ptr<Network> trained_network(const ModelFile& model, const std::filesystem::path& file,
                                         const at::Device& device);

}  // namespace cre
