#include "core/digest_check.h"

#include <algorithm>
#include <optional>

#include "core/digest.h"
#include "core/error.h"
#include "core/manifest.h"

namespace cre {

namespace fs = std::filesystem;

void check_file_against_entry(const fs::path& file, const nlohmann::json& entry) {
  std::error_code error;
  const std::uintmax_t bytes = fs::file_size(file, error);
  if (error) {
    fail(ErrorKind::integrity, file, ": is listed in its manifest but cannot be read: ", error.message());
  }
  if (bytes != entry.at("bytes").get<std::uintmax_t>()) {
    fail(ErrorKind::integrity, file, ": has ", bytes, " bytes, its manifest says ",
         entry.at("bytes").get<std::uintmax_t>(), "; the file was truncated or replaced");
  }
  if (sha256_of_file(file) != entry.at("sha256").get<std::string>()) {
    fail(ErrorKind::integrity, file,
         ": its SHA-256 differs from its manifest; the file was changed after it was written");
  }
}

bool is_listed_artifact(const fs::path& file) {
  const std::optional<nlohmann::json> manifest = find_manifest(file.parent_path());
  if (!manifest || !manifest->contains("outputs") || !manifest->contains("content_sha256")) {
    return false;
  }
  const nlohmann::json& outputs = manifest->at("outputs");
  return std::any_of(outputs.begin(), outputs.end(), [&](const nlohmann::json& entry) {
    return entry.is_object() && entry.value("file", nlohmann::json()) == file.filename().string();
  });
}

VerifiedArtifact check_artifact(const fs::path& artifact) {
  std::error_code error;
  if (!fs::is_regular_file(artifact, error)) {
    fail(ErrorKind::io, artifact, ": no such file");
  }
  const fs::path manifest_file = artifact.parent_path() / kManifestName;
  if (!fs::exists(manifest_file, error)) {
    if (artifact.extension() != ".h5" && artifact.extension() != ".json") {
      fail(ErrorKind::integrity, artifact, ": no ", kManifestName,
           " beside it, and stages exchange .h5 and .json files; is it the right one?");
    }
    fail(ErrorKind::integrity, artifact, ": no ", kManifestName,
         " beside it: the stage that makes it did not finish, or the file was moved without its manifest");
  }
  const nlohmann::json manifest = read_manifest(manifest_file);
  for (const nlohmann::json& entry : manifest.at("outputs")) {
    if (entry.at("file").get<std::string>() == artifact.filename().string()) {
      check_file_against_entry(artifact, entry);
      return {entry.at("sha256").get<std::string>(), manifest.at("content_sha256").get<std::string>(),
              manifest.at("tool").get<std::string>()};
    }
  }
  fail(ErrorKind::integrity, artifact, ": is not an output listed in ", manifest_file);
}

}  // namespace cre
