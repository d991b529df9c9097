#include "core/tool.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <new>
#include <optional>
#include <utility>

#include <CLI/CLI.hpp>

#include "core/error.h"
#include "core/help_text.h"
#include "core/log.h"
#include "core/parallel.h"
#include "core/progress_file.h"
#include "core/settings_input.h"
#include "core/unused_settings.h"
#include "core/version.h"

namespace cre {

namespace {

struct SchemaRequested {};
struct CheckRequested {};

struct Report {
  std::string option, help;
  std::function<std::string()> text;
  std::filesystem::path* file = nullptr;  // where the option's value goes, if it takes one
};

struct ReportRequested {
  const Report* report;
};

std::string version_text(const std::string& name) {
  std::string out = concat(name, " (creflow) ", version(), "\ncommit ", git_commit(), git_dirty() ? " (modified)" : "");
  const nlohmann::json facts = build_facts();
  out += concat("\n", facts.at("compiler").get<std::string>(), ", ", facts.at("build_type").get<std::string>());
  for (const auto& library : facts.at("libraries").items()) {
    out += concat("\n", library.key(), " ", library.value().get<std::string>());
  }
  return out;
}

/// What is wrong with the value of an option that names a file, or nothing.
std::string no_folder(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error) ? concat("'", path, "' is a folder; name the file in it") : "";
}

/// "config.yaml: not valid JSON ..." with where the JSON of a stage is, when the file is the YAML of the workflow.
nlohmann::json read_config_file(const std::string& file, const std::string& tool) {
  if (std::error_code error; std::filesystem::is_directory(file, error)) {
    fail(ErrorKind::usage, "--config: ", no_folder(file));
  }
  try {
    return read_json_file(file);
  } catch (const Error& error) {
    const std::string extension = std::filesystem::path(file).extension().string();
    if (error.kind() != ErrorKind::config || (extension != ".yaml" && extension != ".yml")) {
      throw;
    }
    const std::string stage = tool.substr(tool.find('-') + 1);
    fail(ErrorKind::config, file,
         ": is YAML, which ./creflow run reads; a tool reads the JSON that a run writes from it, ",
         "in results/<run>/config/", stage);
  }
}

}  // namespace

void print_to_stdout(const std::string& text) {
  std::cout << text << std::flush;
  if (!std::cout || std::fflush(stdout) != 0) {
    fail(ErrorKind::io, "standard output: writing failed");
  }
}

struct Tool::State {
  std::string name;
  CLI::App app;
  std::optional<ConfigView> view;
  std::string config_file;
  std::vector<std::string> settings;
  std::vector<std::pair<std::string, std::string>> shortcuts;  // config key, value as typed
  unsigned threads = available_threads();
  bool quiet = false;
  std::filesystem::path out;
  std::optional<Report> report;
  std::function<void()> check;
  std::vector<std::pair<std::string, std::string>> examples;  // command, what it does
  std::function<std::string()> version_line;

  /// Options that every tool has; added last, so that help shows a tool's own options first.
  void add_common_options() {
    app.add_option("--threads", threads,
                   concat("Number of threads (default: ", threads, ", the processors of this job)"))
        ->check(CLI::Range(1, 4096).description(""))
        ->type_name("N");
    app.add_flag("--quiet", quiet, "Print warnings and errors only");
    app.set_version_flag(
        "--version", [this] { return version_text(name) + (version_line ? concat("\n", version_line()) : ""); },
        "Print version and libraries, and exit");
    // After all others, so that their values are known when they take over.
    if (view) {
      app.add_flag_callback(
          "--check", [] { throw CheckRequested{}; },
          check ? "Check the settings and what is there already, say nothing when all is well, and exit"
                : "Check the settings, say nothing when all is well, and exit");
    }
    if (report && report->file != nullptr) {
      const auto take = [this](const std::string& file) {
        *report->file = file;
        throw ReportRequested{&*report};
      };
      app.add_option_function<std::string>(report->option, take, report->help)->type_name("FILE");
    } else if (report) {
      app.add_flag_callback(report->option, [this] { throw ReportRequested{&*report}; }, report->help);
    }
  }

  State(std::string tool, std::string summary) : name(std::move(tool)), app(std::move(summary), name) {}

  /// A misspelled option is the better explanation than the required one that it was meant to be.
  void refuse_unknown_words() const {
    const std::vector<std::string> unknown = app.remaining();
    if (unknown.empty()) {
      return;
    }
    std::vector<std::string> known;
    for (const CLI::Option* option : app.get_options()) {
      known.push_back(option->get_name());
    }
    fail(ErrorKind::usage, "unknown option '", unknown.front(), "'", suggestion(unknown.front(), known), " (see ", name,
         " --help)");
  }

  /// The settings of --config, --set and their shortcuts; absent keys are absent.
  nlohmann::json given_config() const {
    nlohmann::json given = config_file.empty() ? nlohmann::json::object() : read_config_file(config_file, name);
    std::vector<std::string> all = settings;
    for (const auto& [key, value] : shortcuts) {
      if (!value.empty()) {
        all.push_back(concat(key, "=", value));
      }
    }
    const nlohmann::ordered_json schema = view->schema();
    for (const std::string& setting : all) {
      apply_setting(given, setting, schema);
    }
    return given;
  }

  std::string help() const {
    std::string text = app.help();
    if (!examples.empty()) {
      text += text.ends_with("\n\n") ? "Examples:\n" : "\nExamples:\n";
    }
    for (const auto& [command, what] : examples) {
      text += concat("  # ", what, "\n  ", command, "\n");
    }
    return text;
  }

  nlohmann::json resolved_config(const nlohmann::json& given) const {
    const std::string source = config_file.empty() ? "command line" : config_file;
    try {
      view->read(given, source);
    } catch (const Error& error) {
      const std::string message = std::string(error.what()).substr(source.size() + 2);
      if (config_file.empty() || !is_set(message.substr(0, message.find(": ")))) {
        throw;
      }
      fail(error.kind(), "command line: ", message);
    }
    return view->dump();
  }

  /// Is a key, something within it, or the section around it, of the command line?
  bool is_set(const std::string& key) const {
    const auto is_within = [](const std::string& inner, const std::string& outer) {
      return inner.starts_with(outer) &&
             (inner.size() == outer.size() || inner[outer.size()] == '.' || inner[outer.size()] == '[');
    };
    std::vector<std::string> keys;
    for (const std::string& setting : settings) {
      keys.push_back(setting.substr(0, setting.find('=')));
    }
    for (const auto& [key_of_option, value] : shortcuts) {
      if (!value.empty()) {
        keys.push_back(key_of_option);
      }
    }
    return std::any_of(keys.begin(), keys.end(),
                       [&](const std::string& one) { return is_within(one, key) || is_within(key, one); });
  }
};

Tool::Tool(std::string name, std::string summary)
    : state_(std::make_unique<State>(std::move(name), std::move(summary))) {
  State& s = *state_;
  s.app.get_formatter()->column_width(30);
  s.app.get_formatter()->label("TEXT", "VALUE");
  s.app.get_formatter()->label("REQUIRED", "(required)");
  // The command-line parser keeps references into this vector.
  s.shortcuts.reserve(16);
}

Tool::~Tool() = default;

void Tool::config(ConfigView view) {
  State& s = *state_;
  s.view.emplace(std::move(view));
  s.app.add_option("--config", s.config_file, "Settings of this stage (JSON); absent keys take their defaults")
      ->type_name("FILE");
  s.app
      .add_option("--set", s.settings,
                  "Override one setting of the config; KEY is section.key, VALUE is JSON or plain text")
      ->type_name("KEY=VALUE")
      ->take_all()
      ->expected(1);
  s.app.add_flag_callback(
      "--schema", [] { throw SchemaRequested{}; }, "Print the JSON Schema of the settings, and exit");
}

void Tool::input(const std::string& option, std::filesystem::path& value, const std::string& help) {
  state_->app.add_option(option, value, help)->required()->check(no_folder)->type_name("FILE");
}

void Tool::optional_input(const std::string& option, std::filesystem::path& value, const std::string& help) {
  state_->app.add_option(option, value, help)->check(no_folder)->type_name("FILE");
}

void Tool::inputs(const std::string& option, std::vector<std::filesystem::path>& value, const std::string& help) {
  state_->app.add_option(option, value, help)->required()->check(no_folder)->type_name("FILE");
}

void Tool::files_instead(const std::string& option, std::vector<std::filesystem::path>& values,
                         const std::string& names, const std::vector<std::string>& instead_of,
                         const std::string& help) {
  CLI::App& app = state_->app;
  CLI::Option* added = app.add_option(option, values, help)->check(no_folder)->type_name(names);
  const std::size_t words = split_text(names, ' ').size();
  if (words > 1) {
    added->expected(static_cast<int>(words));
  }
  for (const std::string& name : instead_of) {
    added->excludes(app.get_option(name));
  }
  added->each([&app, instead_of](const std::string&) {
    for (const std::string& name : instead_of) {
      app.get_option(name)->required(false);
    }
  });
}

void Tool::option(const std::string& option, std::string& value, const std::string& help) {
  state_->app.add_option(option, value, help)->capture_default_str();
}

void Tool::repeated(const std::string& option, std::vector<std::string>& values, const std::string& help) {
  state_->app.add_option(option, values, help);
}

void Tool::options(const std::string& option, std::vector<std::string>& values, const std::string& help) {
  state_->app.add_option(option, values, help)->required();
}

void Tool::positional(const std::string& name, std::filesystem::path& value, const std::string& help) {
  state_->app.add_option(name, value, help)->required()->type_name("PATH");
}

void Tool::flag(const std::string& option, bool& value, const std::string& help) {
  state_->app.add_flag(option, value, help);
}

void Tool::integer(const std::string& option, std::int64_t& value, const Limits& limits, const std::string& help) {
  state_->app.add_option(option, value, help)
      ->check([limits](const std::string& text) {
        const std::optional<std::int64_t> number = parse_integer(text);
        const bool allowed = number && limits.contains(static_cast<double>(*number));
        return allowed ? std::string() : concat("'", text, "' is not a whole number ", limits.text());
      })
      ->type_name("N")
      ->capture_default_str();
}

void Tool::report(const std::string& option, const std::string& help, const std::function<std::string()>& text) {
  state_->report = {option, help, text, nullptr};
}

void Tool::report(const std::string& option, std::filesystem::path& value, const std::string& help,
                  const std::function<std::string()>& text) {
  state_->report = {option, help, text, &value};
}

void Tool::check(const std::function<void()>& look) {
  state_->check = look;
}

void Tool::example(const std::string& command, const std::string& what) {
  state_->examples.emplace_back(command, what);
}

void Tool::version_line(const std::function<std::string()>& text) {
  state_->version_line = text;
}

void Tool::setting(const std::string& option, const std::string& key, const std::string& help) {
  auto& shortcut = state_->shortcuts.emplace_back(key, "");
  state_->app.add_option(option, shortcut.second, help);
}

unsigned Tool::threads() const {
  return state_->threads;
}

int Tool::run(int argc, char** argv, const std::function<void(StageRun&)>& body) {
  state_->app.add_option("--out", state_->out, "Output folder; manifest.json is written there last")
      ->required()
      ->type_name("DIR");
  return guarded(argc, argv, [&] {
    StageInfo info;
    info.tool = state_->name;
    info.config = nlohmann::json::object();
    std::vector<std::string> unused;
    if (state_->view) {
      const nlohmann::ordered_json schema = state_->view->schema();  // with the defaults: nothing is read yet
      const nlohmann::json given = state_->given_config();
      info.config = state_->resolved_config(given);
      unused = unused_settings(given, info.config, schema);
    }
    info.folder = state_->out;
    info.command_line.assign(argv, argv + argc);
    info.threads = state_->threads;
    StageRun stage(std::move(info));
    keep_progress_in(stage.info().folder);
    for (const std::string& text : unused) {
      stage.warn(text);
    }
    body(stage);
    stage.finish();
  });
}

int Tool::run_plain(int argc, char** argv, const std::function<void()>& body) {
  return guarded(argc, argv, body);
}

int Tool::guarded(int argc, char** argv, const std::function<void()>& body) {
  State& s = *state_;
  start_log(s.name, LogLevel::normal);
  // A file-size limit is then an error of the write, with a message and nothing half-written, like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  s.add_common_options();
  try {
    try {
      s.app.parse(argc, argv);
      start_log(s.name, s.quiet ? LogLevel::quiet : LogLevel::normal);
      body();
      return 0;
    } catch (const CLI::CallForHelp&) {
      print_to_stdout(wrap_help(s.help()));
      return 0;
    } catch (const CLI::CallForVersion& request) {
      print_to_stdout(concat(request.what(), "\n"));
      return 0;
    } catch (const SchemaRequested&) {
      s.refuse_unknown_words();
      print_to_stdout(s.view->schema().dump(2) + "\n");
      return 0;
    } catch (const CheckRequested&) {
      s.refuse_unknown_words();
      s.resolved_config(s.given_config());
      if (s.check) {
        s.check();
      }
      return 0;
    } catch (const ReportRequested& request) {
      s.refuse_unknown_words();
      if (s.view) {
        s.resolved_config(s.given_config());
      }
      print_to_stdout(request.report->text());
      return 0;
    } catch (const CLI::ParseError& error) {
      s.refuse_unknown_words();
      fail(ErrorKind::usage, error.what(), " (see ", s.name, " --help)");
    }
  } catch (const Error& error) {
    log_error(error.what());
    return error.exit_code();
  } catch (const std::filesystem::filesystem_error& error) {
    log_error(error.what());
    return static_cast<int>(ErrorKind::io);
  } catch (const std::bad_alloc&) {
    log_error("out of memory");
  } catch (const std::exception& error) {
    log_error(concat("internal error, please report it: ", error.what()));
  }
  return static_cast<int>(ErrorKind::internal);
}

}  // namespace cre
