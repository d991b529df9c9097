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
    fail(ErrorKind::io, run, fs::exists(run, error) ? ": is a file; name the folder of a run" : ": no such folder");
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

/// What is wrong, in the order in which it is looked for.
class Mistakes {
 public:
  /// Calls look() and keeps the Error that it throws; returns whether there was none.
  template <class Look>
  bool keep(const Look& look) {
    try {
      look();
      return true;
    } catch (const Error& error) {
      found_.push_back(error);
      return false;
    }
  }

  bool empty() const { return found_.empty(); }

  /// Throws an error with all of them, of the kind of the first.
  void throw_all() const {
    if (found_.size() == 1) {
      throw found_.front();
    }
    std::string text = concat(found_.size(), " mistakes");
    for (const Error& error : found_) {
      text += concat("\n  ", error.what());
    }
    fail(found_.front().kind(), text);
  }

 private:
  std::vector<Error> found_;
};

using Manifests = std::vector<std::pair<fs::path, Json>>;

/// The files that do not match their entries, in the order of the list.
void check_files(const std::vector<ListedFile>& files, unsigned threads, Mistakes& mistakes) {
  std::vector<std::optional<Error>> errors(files.size());
  parallel_for(files.size(), threads, [&](std::size_t i) {
    try {
      check_file_against_entry(files[i].path, *files[i].entry);
    } catch (const Error& error) {
      errors[i] = error;
    }
  });
  for (const std::optional<Error>& error : errors) {
    mistakes.keep([&] {
      if (error) {
        throw *error;
      }
    });
  }
}

/// Each input that a stage made is an output of a manifest; returns how many are.
std::size_t check_links(const fs::path& run, const Manifests& manifests, Mistakes& mistakes) {
  std::map<std::string, const Json*> by_digest;
  for (const auto& [file, manifest] : manifests) {
    by_digest[manifest.at("content_sha256").get<std::string>()] = &manifest;
  }
  std::size_t links = 0;
  for (const auto& [file, manifest] : manifests) {
    for (const Json& input : manifest.at("inputs")) {
      if (input.at("manifest_sha256").is_null()) {
        continue;
      }
      const auto maker = by_digest.find(input.at("manifest_sha256").get<std::string>());
      const bool is_there = maker != by_digest.end() && lists_output(*maker->second, input);
      links += is_there ? 1 : 0;
      mistakes.keep([&, &file = file] {
        if (!is_there) {
          fail(ErrorKind::integrity, file, ": input ", input.at("file").get<std::string>(), " (",
               input.at("role").get<std::string>(), ", made by ", input.at("made_by").get<std::string>(),
               ") is not an output of any stage below ", run, "; that stage was run again or removed");
        }
      });
    }
  }
  return links;
}

}  // namespace

AuditResult audit_run(const fs::path& run, unsigned threads) {
  Mistakes mistakes;
  Manifests manifests;
  bool all_readable = true;
  for (const fs::path& file : find_manifests(run)) {
    all_readable &= mistakes.keep([&] { manifests.emplace_back(file, read_manifest(file)); });
  }
  std::vector<ListedFile> files;
  for (const auto& [file, manifest] : manifests) {
    append_listed_files(file, manifest, files);
  }
  check_files(files, threads, mistakes);
  AuditResult result{.manifests = manifests.size(), .files = files.size()};
  for (const auto& [file, manifest] : manifests) {
    mistakes.keep([&, &file = file, &manifest = manifest] { check_settings(run, file, manifest); });
    const std::size_t warnings = count_warnings(manifest);
    result.warnings += warnings;
    result.manifests_with_warnings += warnings > 0 ? 1 : 0;
  }
  if (all_readable) {  // what a damaged manifest lists is not known
    result.links = check_links(run, manifests, mistakes);
  }
  if (!mistakes.empty()) {
    mistakes.throw_all();
  }
  return result;
}

}  // namespace cre
