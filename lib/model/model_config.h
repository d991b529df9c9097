#pragma once
// The "model" section: which architecture, its sizes, and options that all architectures have.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/config.h"
#include "model/architecture.h"
#include "model/network.h"

namespace cre {

/// Settings of all architectures, copied with their values.
class ArchitectureSettings {
 public:
  /// Every architecture of the registry with its defaults.
  ArchitectureSettings();
  ArchitectureSettings(const ArchitectureSettings& other);
  ArchitectureSettings& operator=(const ArchitectureSettings& other);
  ArchitectureSettings(ArchitectureSettings&&) = default;
  ArchitectureSettings& operator=(ArchitectureSettings&&) = default;

  std::size_t size() const { return list_.size(); }
  Architecture& at(std::size_t index) const { return *list_.at(index); }

 private:
  std::vector<std::unique_ptr<Architecture>> list_;
};

struct ModelConfig {
  std::size_t architecture = 0;  // index into architectures
  NetworkOptions options;
  std::optional<std::int64_t> match_parameters;
  ArchitectureSettings architectures;

  Architecture& chosen() const { return architectures.at(architecture); }
};

void describe(Description& d, ModelConfig& c);

}  // namespace cre
