#include "qc/describe/suggestion.h"

#include <algorithm>
#include <cctype>

#include "core/text.h"
#include "qc/describe/model_preset.h"
#include "table/column_names.h"

namespace cre {
namespace {

class Suggester {
 public:
  Suggester(const DescribedTable& table, const QcConfig& given, unsigned threads) : table_(table), threads_(threads) {
    made_.qc = given;
  }

  Suggestion suggest() {
    made_.config["run"] = run_name();
    made_.config["table"] = std::filesystem::absolute(table_.file).lexically_normal().string();
    made_.unusable = what_is_missing(table_);
    if (!made_.unusable.empty()) {
      return std::move(made_);
    }
    suggest_columns(table_, made_);
    suggest_places(table_, made_);
    try_it();
    if (!made_.trial.problem.empty() && made_.qc.columns.has_places()) {
      forget_places(made_);
      try_it();
    }
    fit_start_base(made_.trial, made_);
    suggest_rules(table_, made_.trial, made_);
    try_it();
    suggest_standard_error_rule(made_.trial, made_);
    made_.config["qc"] = nullptr;  // its place
    suggest_split(table_, made_.trial, made_);
    try_it();
    made_.config["qc"] = qc_json();
    add_eval();
    add_model();
    mention_other_columns(table_, made_);
    return std::move(made_);
  }

 private:
  /// Nothing to do where no setting changed since the last time.
  void try_it() {
    QcToolConfig present{made_.qc};
    nlohmann::json settings = ConfigView(present).dump();
    if (settings != tried_) {
      tried_ = std::move(settings);
      made_.trial = try_config(table_.file, made_.qc, static_cast<std::size_t>(table_.sample.lines()), threads_);
    }
  }

  std::string run_name() const {
    std::string name = table_.file.filename().string();
    name = name.substr(0, name.find('.', 1));
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '-'; }, '-');
    name.erase(0, name.find_first_not_of("_-"));
    return name.empty() ? "mine" : name;
  }

  /// Tasks and columns, and the settings that differ from the defaults.
  nlohmann::ordered_json qc_json() {
    QcToolConfig defaults, suggested{made_.qc};
    const nlohmann::json usual = ConfigView(defaults).dump()["qc"];
    const nlohmann::json mine = ConfigView(suggested).dump()["qc"];
    nlohmann::ordered_json out;
    if (made_.qc.header == TableHeaderKind::none) {
      out["header"] = "none";
      made_.say("qc.header", "no line of the table names the columns: they are called by their numbers");
    }
    for (const nlohmann::json& task : mine["tasks"]) {
      nlohmann::ordered_json one;
      for (const char* key : {"name", "activity", "standard_error"}) {
        one[key] = task[key];
      }
      out["tasks"].push_back(std::move(one));
    }
    // Columns that the defaults name must be said to be missing.
    for (const char* key : {"id", "sequence", "target_cell", "min_gap"}) {
      out["columns"][key] = mine["columns"][key];
    }
    for (const char* key :
         {"chromosome", "region", "start", "end", "strand", "start_base", "group", "group_pattern", "split"}) {
      if (!mine["columns"][key].is_null()) {
        out["columns"][key] = mine["columns"][key];
      }
    }
    for (const auto& [key, value] : mine.items()) {
      if (!out.contains(key) && value != usual[key]) {
        out[key] = value;
      }
    }
    if (made_.comments.contains("qc.se_rule") && !out.contains("se_rule")) {
      out["se_rule"] = se_rule_name(made_.qc.se_rule);
    }
    return out;
  }

  void add_eval() {
    if (made_.qc.tasks.size() < 2 || made_.qc.columns.min_gap) {
      return;
    }
    if (made_.qc.columns.target_cell) {
      made_.config["eval"]["min_gap"]["definition"] = "target_minus_best_other";
      return;
    }
    made_.config["eval"]["min_gap"]["definition"] = "top1_minus_top2";
    made_.config["eval"]["acceptance"]["min_gap_rho"] = nullptr;
    made_.say("eval.acceptance", "without target cells, specificity is reported, but no criterion");
  }

  void add_model() {
    const QcTrial& trial = made_.trial;
    const auto bases =
        trial.lengths.length + static_cast<std::int64_t>(trial.ends.upstream.size() + trial.ends.downstream.size());
    const ModelPreset preset = model_preset(trial.kept, bases);
    if (preset.file.empty()) {
      return;
    }
    made_.say("model", concat(preset.file, " (", preset.reason, ")"));
    for (const auto& [key, value] : preset.config.items()) {
      made_.config[key] = value;
    }
    made_.config["predict"] = {{"with_baseline", true}, {"weighting", "greedy"}};
    made_.say("predict", "counts of short words see what networks miss: both together predict better than either");
  }

  const DescribedTable& table_;
  unsigned threads_;
  nlohmann::json tried_;  // the settings of the last trial
  Suggestion made_;
};

}  // namespace

Suggestion suggest_config(const DescribedTable& table, const QcConfig& given, unsigned threads) {
  return Suggester(table, given, threads).suggest();
}

}  // namespace cre
