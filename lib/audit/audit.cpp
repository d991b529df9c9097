#include "audit/audit.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/digest_check.h"
#include "core/error.h"
#include "core/files.h"
#include "core/manifest.h"
#include "core/parallel.h"
#include "core/text.h"

namespace cre {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::vector<fs::path> find_manifests(const fs::path& run) {
  std::error_code error;
  if (!fs::is_directory(run, error)) {
    fail(ErrorKind::io, run, ": no such folder");
  }
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(run)) {
    if (entry.is_regular_file() && entry.path().filename() == kManifestName) {
      found.push_back(entry.path());
    }
  }
  if (found.empty()) {
    fail(ErrorKind::input, run, ": holds no ", kManifestName, "; name the folder of a finished run");
  }
  std::sort(found.begin(), found.end());
  return found;
}

struct ListedFile {
  fs::path path;
  const Json* entry;
};

/// Outputs listed by the manifest that made them, and files outside the content digest (times, rates).
void append_listed_files(const fs::path& manifest_file, const Json& manifest, std::vector<ListedFile>& files) {
  for (const Json* list : {&manifest.at("outputs"), &manifest.at("run").at("files")}) {
    for (const Json& entry : *list) {
      files.push_back({manifest_file.parent_path() / entry.at("file").get<std::string>(), &entry});
    }
  }
}

bool lists_output(const Json& manifest, const Json& input) {
  return std::any_of(manifest.at("outputs").begin(), manifest.at("outputs").end(),
                     [&](const Json& output) { return output.at("sha256") == input.at("sha256"); });
}

std::size_t count_warnings(const Json& manifest) {
  std::size_t count = 0;
  for (const Json* part : {&manifest, &manifest.at("run")}) {
    if (const auto warnings = part->find("warnings"); warnings != part->end()) {
      count += warnings->size();
    }
  }
  return count;
}

/// Where `ran` lacks or contradicts what `wanted` says: a dotted key, or nothing.
std::optional<std::string> difference(const Json& wanted, const Json& ran, const std::string& key) {
  if (!wanted.is_object() || !ran.is_object()) {
    return wanted == ran ? std::nullopt : std::optional(key);
  }
  for (const auto& [name, value] : wanted.items()) {
    const std::string inner = key.empty() ? name : concat(key, ".", name);
    const auto found = ran.find(name);
    auto differs = found == ran.end() ? std::optional(inner) : difference(value, *found, inner);
    if (differs) {
      return differs;
    }
  }
  return std::nullopt;
}

/// The settings that the workflow wrote for a stage: config/train/base.json of train/base/seed1, config/ablate.json of
/// ablate. Empty when the stage is none of the workflow's.
fs::path settings_file(const fs::path& run, const fs::path& stage_folder) {
  const fs::path place = stage_folder.lexically_relative(run);
  fs::path file = run / "config";
  std::size_t depth = 0;
  for (const fs::path& part : place) {
    if (depth++ < 2) {
      file /= part;
    }
  }
  file += ".json";
  std::error_code error;
  return fs::is_regular_file(file, error) ? file : fs::path();
}

/// A stage that ran with other settings is not finished: its results are those of an earlier config.
void check_settings(const fs::path& run, const fs::path& manifest_file, const Json& manifest) {
  const fs::path file = settings_file(run, manifest_file.parent_path());
  if (file.empty() || !manifest.at("tool").get<std::string>().starts_with("cre-")) {
    return;
  }
  const Json wanted = Json::parse(read_text_file(file), nullptr, false);
  if (wanted.is_discarded()) {
    fail(ErrorKind::integrity, file, ": is damaged (not valid JSON)");
  }
  if (const auto key = difference(wanted, manifest.at("config"), "")) {
    fail(ErrorKind::integrity, manifest_file, ": the stage ran with another ", *key, " than ", file,
         " says; run the workflow again");
  }
}

}  // namespace

AuditResult audit_run(const fs::path& run, unsigned threads) {
  std::vector<std::pair<fs::path, Json>> manifests;
  for (const fs::path& file : find_manifests(run)) {
    manifests.emplace_back(file, read_manifest(file));
  }
  std::vector<ListedFile> files;
  std::map<std::string, const Json*> by_digest;
  for (const auto& [file, manifest] : manifests) {
    append_listed_files(file, manifest, files);
    by_digest[manifest.at("content_sha256").get<std::string>()] = &manifest;
  }
  parallel_for(files.size(), threads, [&](std::size_t i) { check_file_against_entry(files[i].path, *files[i].entry); });

  AuditResult result{.manifests = manifests.size(), .files = files.size()};
  for (const auto& [file, manifest] : manifests) {
    check_settings(run, file, manifest);
    const std::size_t warnings = count_warnings(manifest);
    result.warnings += warnings;
    result.manifests_with_warnings += warnings > 0 ? 1 : 0;
    for (const Json& input : manifest.at("inputs")) {
      if (input.at("manifest_sha256").is_null()) {
        continue;
      }
      const auto maker = by_digest.find(input.at("manifest_sha256").get<std::string>());
      if (maker == by_digest.end() || !lists_output(*maker->second, input)) {
        fail(ErrorKind::integrity, file, ": input ", input.at("file").get<std::string>(), " (",
             input.at("role").get<std::string>(), ", made by ", input.at("made_by").get<std::string>(),
             ") is not an output of any stage below ", run, "; that stage was run again or removed");
      }
      ++result.links;
    }
  }
  return result;
}

}  // namespace cre
