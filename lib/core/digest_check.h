#pragma once
// The one place where a file's digest is compared with what a manifest says.

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace cre {

struct VerifiedArtifact {
  std::string sha256;           ///< of the file
  std::string manifest_sha256;  ///< content digest of the manifest that lists it
  std::string tool;             ///< the stage that made it
};

/// Compares `file` with its entry ({"file", "bytes", "sha256"}). Throws integrity naming the file, or io.
void check_file_against_entry(const std::filesystem::path& file, const nlohmann::json& entry);

/// True when a manifest.json beside `file` names it among the outputs of a stage.
bool is_listed_artifact(const std::filesystem::path& file);

/// Finds manifest.json beside `artifact` and checks the artifact against it. Throws integrity or io.
VerifiedArtifact check_artifact(const std::filesystem::path& artifact);

}  // namespace cre
