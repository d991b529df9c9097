#include "audit/audit.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/digest_check.h"
#include "core/error.h"
#include "core/manifest.h"
#include "core/parallel.h"

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

  AuditResult result{manifests.size(), files.size(), 0};
  for (const auto& [file, manifest] : manifests) {
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
