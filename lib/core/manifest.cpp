#include "core/manifest.h"

#include "core/digest.h"
#include "core/error.h"
#include "core/files.h"

namespace cre {

std::string manifest_content_sha256(const nlohmann::json& manifest) {
  nlohmann::json content = manifest;
  content.erase("run");
  content.erase("content_sha256");
  return sha256_of_text(content.dump());
}

nlohmann::json read_manifest(const std::filesystem::path& file) {
  nlohmann::json manifest = nlohmann::json::parse(read_text_file(file), nullptr, false);
  if (manifest.is_discarded() || !manifest.is_object()) {
    fail(ErrorKind::integrity, file, ": the manifest is damaged (not valid JSON)");
  }
  if (manifest.value("schema_version", 0) != kManifestVersion) {
    fail(ErrorKind::integrity, file, ": manifest version ", manifest.value("schema_version", 0),
         " is not supported; supported: ", kManifestVersion);
  }
  if (manifest.value("content_sha256", "") != manifest_content_sha256(manifest)) {
    fail(ErrorKind::integrity, file, ": the manifest was changed after it was written (its own digest does not match)");
  }
  return manifest;
}

}  // namespace cre
