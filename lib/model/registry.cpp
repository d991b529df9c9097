#include "model/registry.h"

#include <functional>

namespace cre {
namespace {

struct Entry {
  std::string name;
  Architecture architecture;
  std::function<std::shared_ptr<Network>(const ModelConfig&, const NetworkShape&, std::uint64_t)> build;
};

const std::vector<Entry>& registry() {
  static const std::vector<Entry> entries = {
      {"multiscale", Architecture::multiscale,
       [](const ModelConfig& c, const NetworkShape& s, std::uint64_t seed) {
         return build_multiscale(c.multiscale, s, seed);
       }},
  };
  return entries;
}

}  // namespace

std::vector<std::pair<std::string, Architecture>> architecture_names() {
  std::vector<std::pair<std::string, Architecture>> names;
  for (const Entry& entry : registry()) {
    names.emplace_back(entry.name, entry.architecture);
  }
  return names;
}

void describe(Description& d, ModelConfig& c) {
  d.choice("architecture", c.architecture, architecture_names(), "The network; further keys are its sizes");
  describe(d, c.multiscale);
}

std::shared_ptr<Network> build_network(const ModelConfig& config, const NetworkShape& shape, std::uint64_t seed) {
  for (const Entry& entry : registry()) {
    if (entry.architecture == config.architecture) return entry.build(config, shape, seed);
  }
  fail(ErrorKind::internal, "an architecture is missing in the registry");
}

}  // namespace cre
