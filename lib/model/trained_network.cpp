#include "model/trained_network.h"

#include "core/error.h"
#include "model/registry.h"
#include "model/weights.h"

namespace cre {

std::shared_ptr<Network> trained_network(const ModelFile& model, const std::filesystem::path& file,
                                         const at::Device& device) {
  ModelConfig config;
  try {
    ConfigView(config).read(model.architecture, file.string());
  } catch (const Error& error) {
    fail(ErrorKind::integrity, "architecture of the model: ", error.what());
  }
  const NetworkShape shape{.tasks = static_cast<std::int64_t>(model.tasks.size()),
                           .length = model.construct.input_length(),
                           .outputs = model.outputs,
                           .motifs = static_cast<std::int64_t>(model.motifs.size())};
  const auto network = build_empty_network(config, shape);
  load_weights(*network, model.weights, file.string());
  network->to(device);
  return network;
}

}  // namespace cre
