#include "model/trained_network.h"

#include <string_view>

#include "core/error.h"
#include "model/registry.h"
#include "model/weights.h"

namespace cre {
namespace {

// Every setting must be there: an absent one would silently take the default of this build.
ModelConfig read_architecture(const nlohmann::json& architecture, const std::filesystem::path& file) {
  ModelConfig config;
  const ConfigView view(config);
  view.read(architecture, file.string());
  const nlohmann::json complete = view.dump().flatten(), given = architecture.flatten();
  for (const auto& setting : complete.items()) {
    if (!given.contains(setting.key())) {
      fail(ErrorKind::integrity, file, ": the setting ", setting.key(), " is missing");
    }
  }
  if (config.match_parameters) {
    fail(ErrorKind::integrity, file, ": match_parameters is ", *config.match_parameters, "; in a model it is null");
  }
  return config;
}

}  // namespace

std::shared_ptr<Network> trained_network(const ModelFile& model, const std::filesystem::path& file,
                                         const at::Device& device) {
  const NetworkShape shape{.tasks = static_cast<std::int64_t>(model.tasks.size()),
                           .length = model.construct.input_length(),
                           .outputs = model.outputs,
                           .motifs = static_cast<std::int64_t>(model.motifs.size())};
  std::shared_ptr<Network> network;
  try {
    network = build_empty_network(read_architecture(model.architecture, file), shape);
  } catch (const Error& error) {
    const bool names_file = std::string_view(error.what()).starts_with(file.string());
    fail(ErrorKind::integrity, "architecture of the model: ", names_file ? "" : file.string() + ": ", error.what());
  }
  load_weights(*network, model.weights, file.string());
  network->to(device);
  return network;
}

}  // namespace cre
