#pragma once
// One execution of one stage: knows the output folder, verifies inputs, and writes manifest.json last.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace cre {

/// Who runs and how; filled by the command line.
struct StageInfo {
  std::string tool;                       ///< "cre-qc"
  std::filesystem::path folder;           ///< --out
  nlohmann::json config;                  ///< resolved config of this tool
  std::vector<std::string> command_line;  ///< as typed
  unsigned threads = 1;
};

class StageRun {
 public:
  /// Makes the folder. Throws usage when it holds the results of another tool, io when it cannot be written.
  explicit StageRun(StageInfo info);

  const StageInfo& info() const { return info_; }
  unsigned threads() const { return info_.threads; }
  /// When there are other threads than asked for: what decides the bytes, and what the manifest then says.
  void use_threads(unsigned threads) { info_.threads = threads; }

  /// A table: recorded with size and digest, and checked like an artifact when a manifest beside it lists it (a
  /// simulated table). Throws io or input when it is no regular file.
  void raw_input(const std::string& role, const std::filesystem::path& file);
  /// The same for a table that is read once: `read` reads it and returns its SHA-256. What a manifest lists is checked
  /// before.
  void raw_input(const std::string& role, const std::filesystem::path& file, const std::function<std::string()>& read);
  /// An artifact of another stage: its size and SHA-256 are checked against the manifest beside it.
  /// Returns the file's SHA-256. Throws integrity (no manifest, not listed, or different bytes) and io.
  std::string artifact_input(const std::string& role, const std::filesystem::path& file);

  /// Path of an output inside the folder; the first one removes the manifest of an earlier run there, so that a
  /// manifest always means a finished stage, and a run that fails before it has anything to write costs nothing. The
  /// content must be a function of inputs, config, build and threads.
  std::filesystem::path output(const std::string& role, const std::string& file);
  /// Path of an output whose content varies between equal runs (times); audited, but outside the content digest.
  std::filesystem::path varying_output(const std::string& role, const std::string& file);

  /// The SHA-256 of an output, from who wrote it; finish() digests the others.
  void output_digest(const std::string& file, std::string digest);

  void count(const std::string& name, std::int64_t value);
  void seed(const std::string& name, std::uint64_t value);
  /// Facts that decide the bytes of the result: device, precision, instruction set.
  void determinism(const std::string& name, const nlohmann::json& value);
  /// Facts that vary between equal runs: rates, peak memory.
  void run_fact(const std::string& name, const nlohmann::json& value);

  /// Something that the reader of the results should know: logged as a warning and kept in the manifest, from where the
  /// workflow, the report and cre-audit tell it again. The text must be a function of inputs, config and build.
  void warn(const std::string& text);
  /// The same for what varies between equal runs (threads that were not to be had): in the manifest's `run`.
  void warn_of_this_run(const std::string& text);

  /// Something usual that changes how an input was read (decimal commas, a header found further down): logged and kept
  /// in the manifest's `notes`. The text must be a function of inputs, config and build.
  void note(const std::string& text);

  /// A file that is of no use once the stage is finished (a checkpoint): finish() removes it after the manifest.
  void remove_when_finished(const std::filesystem::path& file);

  /// Digests the outputs and writes manifest.json. Throws internal when an announced output is missing.
  void finish();

 private:
  struct OutputFile {
    std::string role, file;
  };
  std::filesystem::path add_output(std::vector<OutputFile>& list, const std::string& role, const std::string& file);
  nlohmann::json output_entries(const std::vector<OutputFile>& files) const;

  StageInfo info_;
  std::string started_;
  std::int64_t started_ns_ = 0;
  nlohmann::json inputs_ = nlohmann::json::array();
  nlohmann::json input_paths_ = nlohmann::json::array();
  nlohmann::json counts_ = nlohmann::json::object();
  nlohmann::json seeds_ = nlohmann::json::object();
  nlohmann::json determinism_ = nlohmann::json::object();
  nlohmann::json run_ = nlohmann::json::object();
  nlohmann::json warnings_ = nlohmann::json::array();
  nlohmann::json run_warnings_ = nlohmann::json::array();
  nlohmann::json notes_ = nlohmann::json::array();
  std::vector<OutputFile> outputs_, varying_;
  std::map<std::string, std::string> digests_;  // of outputs, where known
  std::vector<std::filesystem::path> removed_;
};

}  // namespace cre
