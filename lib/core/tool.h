#pragma once
// The common command line of all tools, and the only place where errors become exit codes.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/config.h"
#include "core/stage_run.h"

namespace cre {

/// A tool is declared, then run:
///     int main(int argc, char** argv) {
///       QcToolConfig config;
///       std::vector<std::filesystem::path> tables;
///       Tool tool("cre-qc", "Cleans a measurement table by stated rules.");
///       tool.config(ConfigView(config));
///       tool.inputs("--table", tables, "CSV or TSV, plain or gzip");
///       return tool.run(argc, argv, [&](StageRun& stage) { run_qc(config.qc, tables, stage); });
///     }
/// Gives --config, --set, --schema, --check, --out, --threads, --quiet, --version, --help.
class Tool {
 public:
  Tool(std::string name, std::string summary);
  ~Tool();
  Tool(const Tool&) = delete;
  Tool& operator=(const Tool&) = delete;

  /// Adds --config (optional file), --set (repeatable), --schema and --check.
  void config(ConfigView view);
  void input(const std::string& option, std::filesystem::path& value, const std::string& help);
  /// An input that may be absent: `value` stays empty then.
  void optional_input(const std::string& option, std::filesystem::path& value, const std::string& help);
  void inputs(const std::string& option, std::vector<std::filesystem::path>& value, const std::string& help);
  /// Files for another thing to do, instead of the required options `instead_of`: as many as `names` has words
  /// ("ELEMENTS SPLIT"), or any number of one word. `values` stays empty without them.
  void files_instead(const std::string& option, std::vector<std::filesystem::path>& values, const std::string& names,
                     const std::vector<std::string>& instead_of, const std::string& help);
  /// Optional text option; a default value is shown in the help.
  void option(const std::string& option, std::string& value, const std::string& help);
  void options(const std::string& option, std::vector<std::string>& values, const std::string& help);
  /// Optional; may be given several times.
  void repeated(const std::string& option, std::vector<std::string>& values, const std::string& help);
  /// Required positional path (cre-audit).
  void positional(const std::string& name, std::filesystem::path& value, const std::string& help);
  void flag(const std::string& option, bool& value, const std::string& help);
  /// Optional whole number; the default value is shown in the help.
  void integer(const std::string& option, std::int64_t& value, const Limits& limits, const std::string& help);
  /// A flag that prints a text made from the resolved config to stdout and exits, instead of running the tool; required
  /// options may be missing then.
  void report(const std::string& option, const std::string& help, const std::function<std::string()>& text);
  /// The same for an option that takes a file, which is in `value` when the text is made.
  void report(const std::string& option, std::filesystem::path& value, const std::string& help,
              const std::function<std::string()>& text);
  /// What --check looks at besides the settings, once they are resolved; throws like the tool itself.
  void check(const std::function<void()>& look);
  /// A command line that the help shows below the options, and in a few words what it does.
  void example(const std::string& command, const std::string& what);
  /// Adds a line to --version: what only the running program knows.
  void version_line(const std::function<std::string()>& text);
  /// A shortcut for a config key: "--seed 7" acts as "--set train.seed=7".
  void setting(const std::string& option, const std::string& key, const std::string& help);

  /// Parses, resolves the config, opens the stage (--out), runs the body, writes the manifest.
  /// Returns the process exit code; prints "NAME: error: ..." on stderr for an Error.
  int run(int argc, char** argv, const std::function<void(StageRun&)>& body);
  /// The same for a tool without an output folder.
  int run_plain(int argc, char** argv, const std::function<void()>& body);

  /// --threads; valid once run or run_plain has called the body.
  unsigned threads() const;

 private:
  struct State;
  int guarded(int argc, char** argv, const std::function<void()>& body);
  std::unique_ptr<State> state_;
};

/// Writes to standard output and makes sure that it arrived. Throws io (a full disk behind a redirection).
void print_to_stdout(const std::string& text);

}  // namespace cre
