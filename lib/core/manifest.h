#pragma once
// manifest.json: what a stage did. Layout: docs/artifacts.md. Everything outside "run" is the same for equal runs,
// and "content_sha256" is the SHA-256 of that part in canonical form (sorted keys, no blanks).

#include <filesystem>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace cre {

inline constexpr const char* kManifestName = "manifest.json";
inline constexpr int kManifestVersion = 1;

/// Digest over everything except "run" and "content_sha256".
std::string manifest_content_sha256(const nlohmann::json& manifest);

/// Reads a manifest and checks its version, its structure and its own digest. Throws io or integrity.
nlohmann::json read_manifest(const std::filesystem::path& file);

/// The manifest of a folder as far as it is JSON with an object in it, unchecked; nothing otherwise.
std::optional<nlohmann::json> find_manifest(const std::filesystem::path& folder);

}  // namespace cre
