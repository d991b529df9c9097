#include "core/stage_run.h"

#include <unistd.h>
#include <array>
#include <chrono>
#include <ctime>
#include <optional>

#include "core/digest.h"
#include "core/digest_check.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "core/manifest.h"
#include "core/parallel.h"
#include "core/version.h"

namespace cre {

namespace {

namespace fs = std::filesystem;

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

std::int64_t steady_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

/// `digest` is made where it is not known yet.
nlohmann::json output_entry(const fs::path& folder, const std::string& role, const std::string& file,
                            std::optional<std::string> digest) {
  const fs::path path = folder / file;
  std::error_code error;
  const std::uintmax_t bytes = fs::file_size(path, error);
  if (error) {
    fail(ErrorKind::internal, path, ": was announced as an output but not written");
  }
  return {{"role", role}, {"file", file}, {"bytes", bytes}, {"sha256", digest ? *digest : sha256_of_file(path)}};
}

/// A file that no stage made; who made an artifact is added to it.
nlohmann::json input_entry(const std::string& role, const fs::path& file, const std::string& sha256) {
  return {{"role", role},       {"file", file.filename().string()}, {"bytes", fs::file_size(file)}, {"sha256", sha256},
          {"made_by", nullptr}, {"manifest_sha256", nullptr}};
}

}  // namespace

StageRun::StageRun(StageInfo info) : info_(std::move(info)), started_(utc_now()), started_ns_(steady_ns()) {
  make_output_folder(info_.folder);
  const std::optional<nlohmann::json> earlier = find_manifest(info_.folder);
  if (earlier && earlier->value("tool", info_.tool) != info_.tool) {
    fail(ErrorKind::usage, "--out ", info_.folder, ": holds the results of ", earlier->value("tool", ""),
         "; choose another folder");
  }
}

void StageRun::raw_input(const std::string& role, const fs::path& file) {
  if (is_listed_artifact(file)) {
    artifact_input(role, file);
  } else {
    raw_input(role, file, [&file] { return sha256_of_file(file); });
  }
}

void StageRun::raw_input(const std::string& role, const fs::path& file, const std::function<std::string()>& read) {
  if (is_listed_artifact(file)) {
    artifact_input(role, file);
    read();
    return;
  }
  std::error_code error;
  if (fs::exists(file, error) && !fs::is_regular_file(file, error)) {
    fail(ErrorKind::input, file, ": is no regular file; pipes and folders are not allowed");
  }
  inputs_.push_back(input_entry(role, file, read()));
  input_paths_.push_back(file.string());
}

std::string StageRun::artifact_input(const std::string& role, const fs::path& file) {
  const VerifiedArtifact verified = check_artifact(file);
  nlohmann::json& entry = inputs_.emplace_back(input_entry(role, file, verified.sha256));
  entry["made_by"] = verified.tool;
  entry["manifest_sha256"] = verified.manifest_sha256;
  input_paths_.push_back(file.string());
  return verified.sha256;
}

fs::path StageRun::output(const std::string& role, const std::string& file) {
  return add_output(outputs_, role, file);
}

fs::path StageRun::varying_output(const std::string& role, const std::string& file) {
  return add_output(varying_, role, file);
}

fs::path StageRun::add_output(std::vector<OutputFile>& list, const std::string& role, const std::string& file) {
  std::error_code error;
  fs::remove(info_.folder / kManifestName, error);
  if (error) {
    fail(ErrorKind::io, info_.folder / kManifestName, ": cannot be removed: ", error.message());
  }
  list.push_back({role, file});
  return info_.folder / file;
}

void StageRun::remove_when_finished(const fs::path& file) {
  removed_.push_back(file);
}

void StageRun::output_digest(const std::string& file, std::string digest) {
  digests_[file] = std::move(digest);
}

void StageRun::count(const std::string& name, std::int64_t value) {
  counts_[name] = value;
}
void StageRun::seed(const std::string& name, std::uint64_t value) {
  seeds_[name] = value;
}
void StageRun::determinism(const std::string& name, const nlohmann::json& value) {
  determinism_[name] = value;
}
void StageRun::run_fact(const std::string& name, const nlohmann::json& value) {
  run_[name] = value;
}

void StageRun::warn(const std::string& text) {
  log_warning(text);
  warnings_.push_back(text);
}
void StageRun::warn_of_this_run(const std::string& text) {
  log_warning(text);
  run_warnings_.push_back(text);
}

void StageRun::note(const std::string& text) {
  log_info(text);
  notes_.push_back(text);
}

nlohmann::json StageRun::output_entries(const std::vector<OutputFile>& files) const {
  std::vector<nlohmann::json> entries(files.size());
  parallel_for(files.size(), info_.threads, [&](std::size_t i) {
    const auto known = digests_.find(files[i].file);
    entries[i] = output_entry(info_.folder, files[i].role, files[i].file,
                              known != digests_.end() ? std::optional(known->second) : std::nullopt);
  });
  return entries;
}

void StageRun::finish() {
  const nlohmann::json outputs = output_entries(outputs_);
  const nlohmann::json files = output_entries(varying_);
  determinism_["threads"] = info_.threads;

  nlohmann::json manifest = {{"schema_version", kManifestVersion},
                             {"tool", info_.tool},
                             {"version", version()},
                             {"git_commit", git_commit()},
                             {"git_dirty", git_dirty()},
                             {"build", build_facts()},
                             {"config", info_.config},
                             {"config_sha256", sha256_of_text(compact_json(info_.config))},
                             {"inputs", inputs_},
                             {"outputs", outputs},
                             {"counts", counts_},
                             {"seeds", seeds_},
                             {"determinism", determinism_},
                             {"warnings", warnings_}};
  if (!notes_.empty()) {
    manifest["notes"] = notes_;
  }
  manifest["content_sha256"] = manifest_content_sha256(manifest);
  run_["started"] = started_;
  run_["finished"] = utc_now();
  run_["seconds"] = static_cast<double>(steady_ns() - started_ns_) * 1e-9;
  run_["host"] = host_name();
  run_["command_line"] = info_.command_line;
  run_["tool_sha256"] = sha256_of_file("/proc/self/exe");
  run_["folder"] = info_.folder.string();
  run_["input_paths"] = input_paths_;
  run_["files"] = files;
  run_["warnings"] = run_warnings_;
  manifest["run"] = run_;
  write_text_file(info_.folder / kManifestName, pretty_json(manifest));
  for (const fs::path& file : removed_) {
    std::error_code ignored;
    fs::remove(file, ignored);
  }
}

}  // namespace cre
