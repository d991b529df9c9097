#include "core/manifest.h"

#include "core/digest.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"

namespace cre {

std::string manifest_content_sha256(const nlohmann::json& manifest) {
  nlohmann::json content = manifest;
  content.erase("run");
  content.erase("content_sha256");
  return sha256_of_text(compact_json(content));
}

namespace {

/// Reads every key that others rely on; throws nlohmann's exception for one that is missing or of another type.
void check_structure(const nlohmann::json& manifest) {
  manifest.at("tool").get<std::string>();
  for (const nlohmann::json* list :
       {&manifest.at("outputs"), &manifest.at("run").at("files"), &manifest.at("inputs")}) {
    for (const nlohmann::json& entry : *list) {
      entry.at("role").get<std::string>();
      entry.at("file").get<std::string>();
      entry.at("bytes").get<std::uint64_t>();
      entry.at("sha256").get<std::string>();
    }
  }
  for (const nlohmann::json& input : manifest.at("inputs")) {
    if (!input.at("manifest_sha256").is_null()) {
      input.at("manifest_sha256").get<std::string>();
      input.at("made_by").get<std::string>();
    }
  }
}

}  // namespace

nlohmann::json read_manifest(const std::filesystem::path& file) {
  nlohmann::json manifest = nlohmann::json::parse(read_text_file(file), nullptr, false);
  if (manifest.is_discarded() || !manifest.is_object()) {
    fail(ErrorKind::integrity, file, ": the manifest is damaged (not valid JSON)");
  }
  const nlohmann::json schema_version = manifest.value("schema_version", nlohmann::json());
  if (schema_version != kManifestVersion) {
    fail(ErrorKind::integrity, file, ": manifest version ", compact_json(schema_version),
         " is not supported; supported: ", kManifestVersion);
  }
  if (manifest.value("content_sha256", nlohmann::json()) != manifest_content_sha256(manifest)) {
    fail(ErrorKind::integrity, file, ": the manifest was changed after it was written (its own digest does not match)");
  }
  try {
    check_structure(manifest);
  } catch (const nlohmann::json::exception& error) {
    fail(ErrorKind::integrity, file, ": the manifest is damaged: ", error.what());
  }
  return manifest;
}

std::optional<nlohmann::json> find_manifest(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(folder / kManifestName, error)) {
    return std::nullopt;
  }
  nlohmann::json manifest = nlohmann::json::parse(read_text_file(folder / kManifestName), nullptr, false);
  return manifest.is_object() ? std::optional(std::move(manifest)) : std::nullopt;
}

}  // namespace cre
